package io.polywire.net.internal;

/** Ports that auxiliary connections may use; 0 to 0 is any free one. */
record PortRange(int first, int last) {
    static final PortRange ANY = new PortRange(0, 0);

    /** Reads "0" or "40000-40100". */
    static PortRange parse(String key, String value) throws BadSetting {
        if (value.equals("0")) {
            return ANY;
        }
        if (value.matches("\\d{1,5}-\\d{1,5}")) {
            int dash = value.indexOf('-');
            int first = Integer.parseInt(value.substring(0, dash));
            int last = Integer.parseInt(value.substring(dash + 1));
            if (first >= 1 && first <= last && last <= 65535) {
                return new PortRange(first, last);
            }
        }
        throw new BadSetting(key, value, "0 (any free port) or a range such as 40000-40100 within 1 to 65535");
    }

    int size() {
        return last - first + 1;
    }
}
