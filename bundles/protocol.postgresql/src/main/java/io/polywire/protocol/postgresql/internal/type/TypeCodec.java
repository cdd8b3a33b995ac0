package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.value.TextStyle;
import io.polywire.protocol.postgresql.internal.io.Output;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A PostgreSQL type on the wire: text and binary form, out and in. Out comes what a storage hands to a row sink (one of
 * four carriers, see {@link io.polywire.api.type.TypeKind.Carrier}); in goes what a client sent, as the carrier that the
 * kind asks for. Lengths and NULL are the caller's. Immutable and shared.
 *
 * <p>A carrier that does not belong to the type is refused: the analyser decides types, not the value.
 */
public abstract class TypeCodec {
    /** Thrown for bytes that are left over after a binary value; the reader adds which value it was. */
    public static final SqlFailure LEFT_OVER = SqlFailure.build(FailureKind.DATA, "incorrect binary data format")
            .sqlState("22P03")
            .build();

    private final String typeName;

    /** @param typeName as PostgreSQL's messages call the type */
    protected TypeCodec(String typeName) {
        this.typeName = typeName;
    }

    /** As PostgreSQL's messages call the type. */
    public final String typeName() {
        return typeName;
    }

    // ---- out ----

    /** Writes the text form of an integer carrier. */
    public void textLong(long value, TextStyle style, Output out) {
        throw misfit("an integer");
    }

    /** Writes the text form of a floating-point carrier. */
    public void textDouble(double value, TextStyle style, Output out) {
        throw misfit("a floating-point number");
    }

    /** Writes the text form of a text carrier. */
    public void textUtf8(byte[] from, int offset, int length, TextStyle style, Output out) {
        throw misfit("a text");
    }

    /** Writes the text form of a binary carrier. */
    public void textBytes(byte[] from, int offset, int length, TextStyle style, Output out) {
        throw misfit("binary data");
    }

    /** Writes the binary form of an integer carrier. */
    public void binaryLong(long value, Output out) {
        throw misfit("an integer");
    }

    /** Writes the binary form of a floating-point carrier. */
    public void binaryDouble(double value, Output out) {
        throw misfit("a floating-point number");
    }

    /** Writes the binary form of a text carrier. */
    public void binaryUtf8(byte[] from, int offset, int length, Output out) {
        throw misfit("a text");
    }

    /** Writes the binary form of a binary carrier. */
    public void binaryBytes(byte[] from, int offset, int length, Output out) {
        throw misfit("binary data");
    }

    /** Writes a value that stands in a parameter container: the same four calls, chosen by its kind. */
    public final void write(Parameters from, int i, boolean binary, TextStyle style, Output out) {
        switch (from.kind(i)) {
            case LONG -> {
                if (binary) {
                    binaryLong(from.getLong(i), out);
                } else {
                    textLong(from.getLong(i), style, out);
                }
            }
            case DOUBLE -> {
                if (binary) {
                    binaryDouble(from.getDouble(i), out);
                } else {
                    textDouble(from.getDouble(i), style, out);
                }
            }
            case UTF8 -> {
                if (binary) {
                    binaryUtf8(from.heap(), from.offset(i), from.length(i), out);
                } else {
                    textUtf8(from.heap(), from.offset(i), from.length(i), style, out);
                }
            }
            case BYTES -> {
                if (binary) {
                    binaryBytes(from.heap(), from.offset(i), from.length(i), out);
                } else {
                    textBytes(from.heap(), from.offset(i), from.length(i), style, out);
                }
            }
            case NULL -> throw new IllegalArgumentException("NULL has no form");
        }
    }

    // ---- in ----

    /**
     * Reads the text form.
     *
     * @param style how ambiguous dates are read
     * @throws SqlFailure 22P02 or a finer state, in PostgreSQL's words
     */
    public abstract void parse(byte[] b, int offset, int length, TextStyle style, Parameters into, int i);

    /**
     * Reads the binary form.
     *
     * @throws SqlFailure 08P01 if it is too short, {@link #LEFT_OVER} if it is too long, 22P03 for what cannot be
     */
    public abstract void receive(byte[] b, int offset, int length, Parameters into, int i);

    /** The carrier of which a text value's bytes are the value, to be copied without a look but for UTF-8; or null. */
    public Parameters.Kind rawText() {
        return null;
    }

    /** The carrier of which a binary value's bytes are the value; or null. */
    public Parameters.Kind rawBinary() {
        return null;
    }

    /**
     * Looks whether there is a binary form to write.
     *
     * @throws SqlFailure if there is none, before a row is sent
     */
    public void requireBinary() {
        // most types have one
    }

    /** Whether the text form depends on the session's style. */
    public boolean isStyled() {
        return false;
    }

    /** Whether the binary form holds text, which goes in the client's encoding. */
    public boolean holdsText() {
        return false;
    }

    /** The binary form with its text converted; for codecs that {@link #holdsText}. */
    public byte[] convertBinary(byte[] b, int offset, int length, Output.Conversion conversion) {
        return Arrays.copyOfRange(b, offset, offset + length);
    }

    // ---- for subclasses ----

    /** The bytes as text, for a message. */
    protected static String string(byte[] b, int offset, int length) {
        return new String(b, offset, length, StandardCharsets.UTF_8);
    }

    /** 22P02, "invalid input syntax for type ...". */
    protected final SqlFailure badText(byte[] b, int offset, int length) {
        return SqlFailure.of(
                FailureKind.BAD_VALUE,
                "invalid input syntax for type " + typeName + ": \"" + string(b, offset, length) + '"');
    }

    /** 22003, "value ... is out of range for type ...". */
    protected final SqlFailure outOfRange(String value) {
        return SqlFailure.of(FailureKind.OUT_OF_RANGE, "value \"" + value + "\" is out of range for type " + typeName);
    }

    /** 22P03. */
    protected static SqlFailure badBinary(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22P03").build();
    }

    /** Holds a binary value against the only length that it can have. */
    protected static void exactly(int length, int want) {
        if (length < want) {
            throw tooShort();
        }
        if (length > want) {
            throw LEFT_OVER;
        }
    }

    /** 08P01, as PostgreSQL's reader of messages says it. */
    public static SqlFailure tooShort() {
        return SqlFailure.of(FailureKind.PROTOCOL, "insufficient data left in message");
    }

    /** Two bytes, signed. */
    protected static int i16(byte[] b, int at) {
        return (short) (b[at] << 8 | (b[at + 1] & 0xFF));
    }

    /** Four bytes. */
    protected static int i32(byte[] b, int at) {
        return b[at] << 24 | (b[at + 1] & 0xFF) << 16 | (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF);
    }

    /** Eight bytes. */
    protected static long i64(byte[] b, int at) {
        return (long) i32(b, at) << 32 | (i32(b, at + 4) & 0xFFFFFFFFL);
    }

    private SqlFailure misfit(String what) {
        return SqlFailure.build(FailureKind.TYPE_MISMATCH, "a column of type " + typeName + " holds " + what)
                .dataType(typeName)
                .build();
    }
}
