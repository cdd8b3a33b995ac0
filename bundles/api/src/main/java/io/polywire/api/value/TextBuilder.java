package io.polywire.api.value;

/** Makes a string of what is written. */
public final class TextBuilder implements TextOut {
    private final StringBuilder text = new StringBuilder(32);

    @Override
    public TextBuilder u8(int value) {
        text.append((char) value);
        return this;
    }

    @Override
    public TextBuilder padded(long value, int digits) {
        String s = Long.toString(value);
        text.append("0".repeat(Math.max(0, digits - s.length()))).append(s);
        return this;
    }

    @Override
    public TextBuilder bytes(byte[] from, int offset, int length) {
        for (int i = 0; i < length; i++) {
            text.append((char) from[offset + i]);
        }
        return this;
    }

    @Override
    public TextBuilder text(String s) {
        text.append(s);
        return this;
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
