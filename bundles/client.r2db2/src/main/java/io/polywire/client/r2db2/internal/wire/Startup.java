package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLException;

/** Opens one connection and agrees with the server on what both will speak. */
final class Startup {
    private static final Map<String, String> NEEDED = needed();

    private final Host host;
    private final Settings settings;
    private final Tls tls;
    private final Map<String, String> accepted = new HashMap<>();
    private SessionKey key;

    private Startup(Host host, Settings settings, Tls tls) {
        this.tls = tls;
        this.host = host;
        this.settings = settings;
    }

    private static Map<String, String> needed() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("errors", "fields");
        options.put("describe", "1");
        options.put("extended", "1");
        options.put("cancel", "1");
        options.put("ready", "every");
        return options;
    }

    /**
     * Connects, authenticates and switches the driver's options on.
     *
     * @param deadline {@link System#nanoTime} by which all of it must be done
     * @throws java.sql.SQLTransientException where a later try may help
     */
    static Session open(Host host, Settings settings, Tls tls, long deadline) throws SQLException {
        Transport transport;
        try {
            transport = Transport.open(host, tls, deadline);
        } catch (IOException e) {
            throw refused(host, e);
        }
        try {
            transport.deadline(deadline);
            Link link = new Startup(host, settings, tls).open(transport);
            transport.deadline(Transport.NEVER);
            transport.timeout(settings.number(Option.SOCKET_TIMEOUT));
            if (link.accepted("heartbeat") != null) {
                Heartbeat.start(link, settings.number(Option.HEARTBEAT));
            }
            return new Session(link);
        } catch (IOException e) {
            throw abandon(transport, refused(host, e));
        } catch (SQLException e) {
            throw abandon(transport, e);
        }
    }

    private static SQLException abandon(Transport transport, SQLException because) {
        try {
            transport.abort();
        } catch (IOException e) {
            because.addSuppressed(e);
        }
        return because;
    }

    private static SQLException refused(Host host, Exception e) {
        String text = "Cannot connect to " + host + ": ";
        if (e instanceof ProtocolException) {
            return Errors.of(text + "it does not speak r2db2: " + e.getMessage(), "08P01", e);
        }
        if (e instanceof SSLException && !(e.getCause() instanceof IOException)) {
            // a certificate that is not trusted, or no TLS at the other end: the next try sees the same
            return new SQLNonTransientConnectionException(
                    text + "the TLS handshake failed: " + Errors.describe(e), "08001", e);
        }
        String why = e instanceof SocketTimeoutException ? "no answer within connectTimeout" : why(e);
        return Errors.of(text + why, "08001", e);
    }

    private static String why(Exception e) {
        return e instanceof java.net.UnknownHostException ? "the host name is not known" : Errors.describe(e);
    }

    private Link open(Transport transport) throws IOException, SQLException {
        FrameReader in = new FrameReader(transport.in(), settings.number(Option.MAX_MESSAGE_BYTES));
        FrameWriter out = new FrameWriter(transport.out());
        Compression codec = null;
        if ("lz4".equals(settings.text(Option.COMPRESSION))) {
            codec = Compression.lz4(settings.number(Option.COMPRESSION_LEVEL));
        }
        send(out, codec != null);
        receive(in);
        for (Map.Entry<String, String> option : NEEDED.entrySet()) {
            if (!option.getValue().equals(accepted.get(option.getKey()))) {
                throw Errors.of(
                        "The server at " + host + " does not offer " + option.getKey() + "=" + option.getValue()
                                + ", which this driver needs",
                        "08P01",
                        null);
            }
        }
        if (codec != null && "lz4".equals(accepted.get("compression"))) {
            in.decompression(codec);
            out.compression(codec);
        }
        return new Link(host, settings, tls, transport, in, out, accepted, key);
    }

    private void send(FrameWriter out, boolean compression) throws IOException {
        String user = settings.text(Option.USER);
        String password = settings.text(Option.PASSWORD);
        out.begin(Codes.STARTUP);
        out.putString(user == null ? "" : user).putString(password == null ? "" : password);
        NEEDED.forEach((key, value) -> out.putString(key).putString(value));
        option(out, "database", settings.text(Option.DATABASE));
        option(out, "dialect", settings.text(Option.DIALECT));
        option(out, "auth", settings.text(Option.AUTH));
        option(out, "application_name", settings.text(Option.APPLICATION_NAME));
        if (compression) {
            option(out, "compression", "lz4");
            option(out, "compression_level", settings.text(Option.COMPRESSION_LEVEL));
        }
        if (settings.number(Option.HEARTBEAT) > 0) {
            option(out, "heartbeat", settings.text(Option.HEARTBEAT));
        }
        if (settings.flag(Option.TRACE)) {
            option(out, "trace", "1");
        }
        out.end();
        out.flush();
    }

    private static void option(FrameWriter out, String key, String value) {
        if (value != null) {
            out.putString(key).putString(value);
        }
    }

    /** Reads up to READY. */
    private void receive(FrameReader in) throws IOException, SQLException {
        while (true) {
            byte type = in.next();
            Frame frame = in.frame();
            switch (type) {
                case Codes.AUTHENTICATION -> authentication(frame.readByte());
                case Codes.SESSION_KEY -> {
                    int id = frame.readInt();
                    key = new SessionKey(id, frame.readLong());
                }
                case Codes.ERROR -> {
                    ServerError error = ServerError.read(frame);
                    throw Errors.of(error, false);
                }
                case Codes.READY -> {
                    frame.readByte();
                    while (frame.remaining() > 0) {
                        String key = frame.readString();
                        accepted.put(key, frame.remaining() == 0 ? "" : frame.readString());
                    }
                    return;
                }
                default -> throw new ProtocolException("Message " + Frame.name(type) + " came during the start-up");
            }
        }
    }

    private void authentication(byte method) throws SQLException {
        List<String> names = List.of("none", "password", "token", "certificate");
        if (method < 0 || method >= names.size()) {
            throw Errors.of(
                    "The server asks for authentication method " + method + ", which this driver does not know",
                    "28000",
                    null);
        }
        // the secret went with the start-up message, so there is nothing more to say
        if ((method == 1 || method == 2) && settings.text(Option.PASSWORD) == null) {
            throw Errors.of(
                    "The server asks for a " + names.get(method) + " and the connection was given none", "28000", null);
        }
    }
}
