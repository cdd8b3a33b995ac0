package io.polywire.itests.postgresql.wire;

import io.polywire.itests.postgresql.wire.BackendMessage.Column;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Bytes of one message into its record. Strict: what is left over, or not there, is an error. */
final class MessageParser {
    private final ByteBuffer in;

    private MessageParser(byte[] body) {
        in = ByteBuffer.wrap(body);
    }

    static BackendMessage parse(char type, byte[] body) {
        MessageParser parser = new MessageParser(body);
        BackendMessage message = parser.message(type);
        if (parser.in.hasRemaining()) {
            throw new AssertionError(parser.in.remaining() + " bytes too many in message " + type);
        }
        return message;
    }

    private BackendMessage message(char type) {
        return switch (type) {
            case 'R' -> new BackendMessage.Authentication(in.getInt(), rest());
            case 'K' -> new BackendMessage.BackendKeyData(in.getInt(), in.getInt());
            case 'S' -> new BackendMessage.ParameterStatus(string(), string());
            case 'Z' -> new BackendMessage.ReadyForQuery((char) in.get());
            case 'T' -> new BackendMessage.RowDescription(columns());
            case 'D' -> new BackendMessage.DataRow(values());
            case 'C' -> new BackendMessage.CommandComplete(string());
            case 'I' -> new BackendMessage.EmptyQueryResponse();
            case 'E' -> new BackendMessage.ErrorResponse(fields());
            case 'N' -> new BackendMessage.NoticeResponse(fields());
            case 'A' -> new BackendMessage.NotificationResponse(in.getInt(), string(), string());
            case 't' -> new BackendMessage.ParameterDescription(numbers(in.getShort(), true));
            case '1' -> new BackendMessage.ParseComplete();
            case '2' -> new BackendMessage.BindComplete();
            case '3' -> new BackendMessage.CloseComplete();
            case 'n' -> new BackendMessage.NoData();
            case 's' -> new BackendMessage.PortalSuspended();
            case 'G', 'H', 'W' -> new BackendMessage.CopyResponse(type, in.get(), numbers(in.getShort(), false));
            case 'd' -> new BackendMessage.CopyData(rest());
            case 'c' -> new BackendMessage.CopyDone();
            case 'V' -> new BackendMessage.FunctionCallResponse(value());
            case 'v' -> new BackendMessage.NegotiateProtocolVersion(in.getInt(), strings(in.getInt()));
            default -> throw new AssertionError("no such message: " + type);
        };
    }

    private byte[] rest() {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    private String string() {
        int start = in.position();
        while (in.get() != 0) {
            // to the end of the string
        }
        return new String(in.array(), start, in.position() - start - 1, StandardCharsets.UTF_8);
    }

    private List<String> strings(int count) {
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(string());
        }
        return strings;
    }

    private List<Integer> numbers(int count, boolean four) {
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(four ? in.getInt() : in.getShort());
        }
        return numbers;
    }

    private List<Column> columns() {
        List<Column> columns = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            columns.add(new Column(
                    string(), in.getInt(), in.getShort(), in.getInt(), in.getShort(), in.getInt(), in.getShort()));
        }
        return columns;
    }

    private List<byte[]> values() {
        List<byte[]> values = new ArrayList<>();
        for (int left = in.getShort(); left > 0; left--) {
            values.add(value());
        }
        return values;
    }

    private byte[] value() {
        int length = in.getInt();
        if (length < 0) {
            return null;
        }
        byte[] value = new byte[length];
        in.get(value);
        return value;
    }

    private Map<Character, String> fields() {
        Map<Character, String> fields = new LinkedHashMap<>();
        for (byte letter = in.get(); letter != 0; letter = in.get()) {
            fields.put((char) letter, string());
        }
        return fields;
    }
}
