package io.polywire.storage.sqlite.internal;

import java.nio.charset.StandardCharsets;

/** Which names a database can have: such that each is a file of the directory and of nowhere else. */
final class DatabaseName {
    /** For messages. */
    static final String RULE = "1 to 63 bytes without '/', '\\', ':', '..', control characters and leading '.'";

    private static final int MAX_BYTES = 63;

    private DatabaseName() {}

    static boolean isValid(String name) {
        if (name == null || name.isEmpty() || name.length() > MAX_BYTES || name.charAt(0) == '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '/' || c == '\\' || c == ':' || Character.isISOControl(c)) {
                return false;
            }
            // Half a surrogate pair has no UTF-8 form: two such names could be one file.
            if (Character.isSurrogate(c)
                    && !(Character.isHighSurrogate(c)
                            && i + 1 < name.length()
                            && Character.isLowSurrogate(name.charAt(++i)))) {
                return false;
            }
        }
        return !name.contains("..") && name.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
    }
}
