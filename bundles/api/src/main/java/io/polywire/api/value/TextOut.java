package io.polywire.api.value;

/** Takes the characters of a value; a wire's buffer, or a {@link TextBuilder}. Used by one thread at a time. */
public interface TextOut {
    /** One ASCII character. */
    TextOut u8(int value);

    /** A number of zero or more, with zeros before it up to so many digits. */
    TextOut padded(long value, int digits);

    /** Part of an array of ASCII characters. */
    TextOut bytes(byte[] from, int offset, int length);

    /** Text. */
    TextOut text(String s);
}
