package io.polywire.wazuh.internal;

import io.polywire.api.session.RowSink;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Takes the one text of each row into a digest. */
final class Digesting implements RowSink {
    private final MessageDigest digest;
    private final byte[] separator;
    private boolean any;

    /**
     * Begins a digest.
     *
     * @param separator stands between the texts of two rows
     */
    Digesting(String algorithm, String separator) {
        digest = Digests.of(algorithm);
        this.separator = separator.getBytes(StandardCharsets.US_ASCII);
    }

    /** Hexadecimal digits in lower case; null if there was no row. */
    String hash() {
        return any ? HexFormat.of().formatHex(digest.digest()) : null;
    }

    @Override
    public void startRow() {
        if (any) {
            digest.update(separator);
        }
        any = true;
    }

    @Override
    public void putNull() {
        // as a text without letters
    }

    @Override
    public void putLong(long value) {
        digest.update(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void putDouble(double value) {
        digest.update(Double.toString(value).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public void putUtf8(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
    }

    @Override
    public void putBytes(byte[] from, int offset, int length) {
        digest.update(from, offset, length);
    }

    @Override
    public boolean endRow() {
        return true;
    }
}
