package io.polywire.client.wazuh.internal;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/** One request and answer of HTTP/1.1 (RFC 9112) over a channel, with bounds. Used by one thread at a time. */
public final class Http implements AutoCloseable {
    private static final int HEAD = 16 * 1024;
    private static final int BUFFER = 16 * 1024;
    private static final int CHUNK_LINE = 64;

    /** Numbers of answers that have no body. */
    private static final Set<Integer> NO_BODY = Set.of(204, 304);

    private final Wire channel;
    /** The lines of a request that say whom it is for and who sends it. */
    private final String parties;

    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).flip();
    private boolean reusable = true;

    /**
     * Over a connection that nothing was sent on yet.
     *
     * @param host as the server is asked for
     * @param token of who asks, or null
     */
    public Http(Wire channel, String host, String token) {
        this.channel = channel;
        parties = "Host: " + host + "\r\n" + (token == null ? "" : "Authorization: Bearer " + token + "\r\n");
    }

    /**
     * An answer.
     *
     * @param status its number
     * @param body as text
     */
    public record Answer(int status, String body) {}

    /**
     * Sends a request and reads its answer.
     *
     * @param body null for none
     * @param deadline by {@link System#nanoTime()}
     * @param limit of the body of the answer, in bytes
     * @throws EOFException if the server closed before the first byte of an answer: nothing of it came
     */
    public Answer ask(String method, String path, String body, long deadline, int limit) throws IOException {
        reusable = false;
        byte[] content = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\n" + parties + "Accept: application/json\r\n"
                + (body == null ? "" : "Content-Type: application/json\r\nContent-Length: " + content.length + "\r\n")
                + "\r\n";
        byte[] first = head.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer request = ByteBuffer.allocate(first.length + content.length);
        request.put(first).put(content).flip();
        channel.write(request, deadline);

        if (!buffer.hasRemaining() && !more(deadline)) {
            throw new EOFException("the server has closed the connection");
        }
        Lines lines = new Lines(deadline, HEAD);
        String status = lines.next();
        if (!status.matches("HTTP/1\\.[01] [1-5][0-9]{2}( .*)?")) {
            throw new IOException("no HTTP");
        }
        int number = Integer.parseInt(status.substring(9, 12));
        boolean stay = status.startsWith("HTTP/1.1");
        boolean chunked = false;
        long length = -1;
        for (String line = lines.next(); !line.isEmpty(); line = lines.next()) {
            int colon = line.indexOf(':');
            String name = colon < 0 ? "" : line.substring(0, colon).toLowerCase(Locale.ROOT);
            String value = line.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
            switch (name) {
                case "connection" -> stay = stay && !value.equals("close");
                case "transfer-encoding" -> chunked = value.equals("chunked");
                case "content-length" -> length = number(value, 10);
                default -> {}
            }
        }
        if (NO_BODY.contains(number)) {
            // whatever its head says of one (RFC 9112, 6.3)
            chunked = false;
            length = 0;
        }
        byte[] answer = chunked
                ? chunks(deadline, limit)
                : length < 0 ? rest(deadline, limit) : exactly(length, deadline, limit);
        reusable = stay && (chunked || length >= 0);
        return new Answer(number, new String(answer, StandardCharsets.UTF_8));
    }

    /** Whether another request may follow on the same connection. */
    public boolean isReusable() {
        return reusable;
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("a length that is no number", e);
        }
        throw new IOException("a length that is negative");
    }

    private boolean more(long deadline) throws IOException {
        buffer.clear();
        int count = channel.some(buffer, deadline);
        buffer.flip();
        return count > 0;
    }

    private byte next(long deadline) throws IOException {
        if (!buffer.hasRemaining() && !more(deadline)) {
            throw new IOException("the answer ended too early");
        }
        return buffer.get();
    }

    /** Lines that end with CRLF or LF, with a bound over all of them. */
    private final class Lines {
        private final long deadline;
        private int left;

        Lines(long deadline, int most) {
            this.deadline = deadline;
            left = most;
        }

        String next() throws IOException {
            StringBuilder line = new StringBuilder();
            for (byte b = Http.this.next(deadline); b != '\n'; b = Http.this.next(deadline)) {
                if (--left < 0) {
                    throw new IOException("the head of the answer is too long");
                }
                line.append((char) (b & 0xFF));
            }
            int end = line.length();
            return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
        }
    }

    private byte[] exactly(long length, long deadline, int limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        take(out, length, deadline, limit);
        return out.toByteArray();
    }

    private void take(ByteArrayOutputStream out, long length, long deadline, int limit) throws IOException {
        if (length > limit - out.size()) {
            throw new IOException("the answer is longer than " + limit + " bytes");
        }
        long left = length;
        while (left > 0) {
            if (!buffer.hasRemaining() && !more(deadline)) {
                throw new IOException("the answer ended too early");
            }
            int count = (int) Math.min(left, buffer.remaining());
            out.write(buffer.array(), buffer.position(), count);
            buffer.position(buffer.position() + count);
            left -= count;
        }
    }

    private byte[] chunks(long deadline, int limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (; ; ) {
            long length = number(
                    new Lines(deadline, CHUNK_LINE).next().split(";", 2)[0].strip(), 16);
            if (length == 0) {
                Lines trailers = new Lines(deadline, HEAD);
                while (!trailers.next().isEmpty()) {
                    // what stands behind the last chunk is not used
                }
                return out.toByteArray();
            }
            take(out, length, deadline, limit);
            new Lines(deadline, CHUNK_LINE).next();
        }
    }

    private byte[] rest(long deadline, int limit) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (buffer.hasRemaining() || more(deadline)) {
            take(out, buffer.remaining(), deadline, limit);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
