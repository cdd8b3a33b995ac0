package io.polywire.api.function;

/** Takes the result of one call. */
public interface FunctionResult {
    /** The result is NULL, as it also is if nothing is put. */
    void putNull();

    /** The result is an integer. */
    void putLong(long value);

    /** The result is a floating-point number. */
    void putDouble(double value);

    /** The result is text; not null. */
    void putText(String value);

    /** The result is binary; not null. */
    void putBytes(byte[] value);
}
