package io.polywire.itests.postgresql.wire;

import io.polywire.itests.postgresql.wire.BackendMessage.CopyResponse;
import io.polywire.itests.postgresql.wire.BackendMessage.DataRow;
import io.polywire.itests.postgresql.wire.BackendMessage.ReadyForQuery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Raw messages as text, so that the same bytes go to PostgreSQL and to Polywire. A line is one of
 *
 * <pre>
 * &gt; Q s:"SELECT 1"                 a message: type, then fields: s:"..." string with its end, r:"..." bytes without
 * &gt; B s:"" s:"" h:0 h:1 v:"5" h:0   one, b: one byte, h: 16 bits, i: 32 bits, v:"..." value with its length, v:null
 * ! 51000000                        bytes as they are, hexadecimal
 * flush                             sends; nothing is awaited
 * await Z                           sends, and reads up to that message (its type's letter); the end of the connection too
 * byte                              reads one byte that is no message (answers to SSLRequest and GSSENCRequest)
 * # ...                             a comment
 * </pre>
 *
 * In quotes, {@code \n}, {@code \"}, {@code \\} and {@code \xHH}. What was read becomes lines that can be compared: the
 * letter and the fields, errors by letter in order, without what differs between two servers (file, line, routine,
 * process ids, secrets).
 */
public final class WireScript {
    private final List<String> lines;

    public WireScript(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** Plays it on a client that is connected and let in, as far as the script does not do that itself. */
    public List<String> play(PgClient client) throws IOException {
        List<String> seen = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith("> ")) {
                client.send(line.charAt(2), body(line.substring(3).stripLeading()));
            } else if (line.startsWith("! ")) {
                client.sendRaw(HexFormat.of().parseHex(line.substring(2).replace(" ", "")));
            } else if (line.equals("flush")) {
                client.flush();
            } else if (line.equals("byte")) {
                client.flush();
                seen.add("byte " + client.readOctet());
            } else if (line.startsWith("await ")) {
                client.flush();
                await(client, line.charAt(6), seen);
            } else if (!line.isBlank() && !line.startsWith("#")) {
                throw new IllegalArgumentException(line);
            }
        }
        return seen;
    }

    private static void await(PgClient client, char wanted, List<String> seen) throws IOException {
        while (true) {
            BackendMessage message = client.read();
            if (message == null) {
                seen.add("end");
                return;
            }
            String line = line(message);
            seen.add(line);
            if (line.charAt(0) == wanted) {
                return;
            }
        }
    }

    private static Body body(String fields) {
        Body body = new Body();
        int at = 0;
        while (at < fields.length()) {
            if (fields.charAt(at) == ' ') {
                at++;
                continue;
            }
            char kind = fields.charAt(at);
            boolean quoted = fields.startsWith("\"", at + 2);
            int end = quoted ? closing(fields, at + 3) : fields.indexOf(' ', at);
            end = end < 0 ? fields.length() : end;
            field(body, kind, quoted, fields.substring(at + (quoted ? 3 : 2), end));
            at = quoted ? end + 1 : end;
        }
        return body;
    }

    private static int closing(String fields, int from) {
        int at = from;
        while (fields.charAt(at) != '"') {
            at += fields.charAt(at) == '\\' ? 2 : 1;
        }
        return at;
    }

    private static void field(Body body, char kind, boolean quoted, String text) {
        switch (kind) {
            case 's' -> body.raw(bytes(text)).octet(0);
            case 'r' -> body.raw(bytes(text));
            case 'v' -> body.value(quoted ? bytes(text) : null);
            case 'b' -> body.octet(Integer.parseInt(text));
            case 'h' -> body.int16(Integer.parseInt(text));
            case 'i' -> body.int32(Integer.parseInt(text));
            default -> throw new IllegalArgumentException(kind + ":" + text);
        }
    }

    private static byte[] bytes(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                continue;
            }
            char next = text.charAt(++i);
            if (next == 'x') {
                out.write(Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                out.write(next == 'n' ? '\n' : next == 't' ? '\t' : next);
            }
        }
        return out.toByteArray();
    }

    private static String line(BackendMessage message) {
        if (message instanceof DataRow row) {
            StringBuilder line = new StringBuilder("D");
            for (byte[] value : row.values()) {
                line.append(value == null ? " null" : " " + HexFormat.of().formatHex(value));
            }
            return line.toString();
        } else if (message instanceof BackendMessage.ErrorResponse error) {
            return "E " + comparable(error.fields());
        } else if (message instanceof BackendMessage.NoticeResponse notice) {
            return "N " + comparable(notice.fields());
        } else if (message instanceof ReadyForQuery ready) {
            return "Z " + ready.status();
        } else if (message instanceof BackendMessage.RowDescription row) {
            StringBuilder line = new StringBuilder("T");
            row.columns()
                    .forEach(c -> line.append(' ')
                            .append(c.name())
                            .append(' ')
                            .append(c.type())
                            .append(' ')
                            .append(c.size())
                            .append(' ')
                            .append(c.modifier())
                            .append(' ')
                            .append(c.format()));
            return line.toString();
        } else if (message instanceof BackendMessage.CommandComplete complete) {
            return "C " + complete.tag();
        } else if (message instanceof BackendMessage.ParameterDescription parameters) {
            return "t " + parameters.types();
        } else if (message instanceof BackendMessage.ParameterStatus status) {
            return "S " + status.name() + "=" + status.value();
        } else if (message instanceof BackendMessage.NotificationResponse told) {
            return "A " + told.channel() + " " + told.payload();
        } else if (message instanceof CopyResponse copy) {
            return copy.kind() + " " + copy.format() + " " + copy.formats();
        } else if (message instanceof BackendMessage.CopyData data) {
            return "d " + HexFormat.of().formatHex(data.data());
        } else if (message instanceof BackendMessage.Authentication asked) {
            return "R " + asked.code();
        } else if (message instanceof BackendMessage.FunctionCallResponse result) {
            return "V " + (result.value() == null ? "null" : HexFormat.of().formatHex(result.value()));
        } else if (message instanceof BackendMessage.NegotiateProtocolVersion version) {
            return "v " + version.minor() + " " + version.unknown();
        }
        return letter(message);
    }

    private static Map<Character, String> comparable(Map<Character, String> fields) {
        Map<Character, String> same = new TreeMap<>(fields);
        same.keySet().removeAll(List.of('F', 'L', 'R'));
        return same;
    }

    private static String letter(BackendMessage message) {
        if (message instanceof BackendMessage.ParseComplete) {
            return "1";
        } else if (message instanceof BackendMessage.BindComplete) {
            return "2";
        } else if (message instanceof BackendMessage.CloseComplete) {
            return "3";
        } else if (message instanceof BackendMessage.NoData) {
            return "n";
        } else if (message instanceof BackendMessage.PortalSuspended) {
            return "s";
        } else if (message instanceof BackendMessage.EmptyQueryResponse) {
            return "I";
        } else if (message instanceof BackendMessage.CopyDone) {
            return "c";
        } else if (message instanceof BackendMessage.BackendKeyData) {
            return "K";
        }
        throw new IllegalArgumentException(message.toString());
    }
}
