package io.polywire.protocol.postgresql.internal;

import io.polywire.protocol.postgresql.internal.io.Output;
import java.util.List;

/** The small messages to the client, one method each; rows, descriptions, tags and errors have classes of their own. */
final class Replies {
    private Replies() {}

    /** The newest protocol that we speak is 3.0; PostgreSQL 15 gives it whole, not its minor number alone. */
    static void negotiate(List<String> unknownOptions, Output out) {
        int start = out.begin(Message.NEGOTIATE_PROTOCOL_VERSION);
        out.i32(Message.PROTOCOL_3_0).i32(unknownOptions.size());
        unknownOptions.forEach(out::cstring);
        out.end(start);
    }

    static void authentication(int kind, byte[] data, Output out) {
        int start = out.begin(Message.AUTHENTICATION);
        out.i32(kind);
        if (data != null) {
            out.bytes(data);
        }
        out.end(start);
    }

    static void sasl(List<String> mechanisms, Output out) {
        int start = out.begin(Message.AUTHENTICATION);
        out.i32(Message.AUTH_SASL);
        mechanisms.forEach(out::cstring);
        out.u8(0);
        out.end(start);
    }

    static void parameterStatus(String name, String value, Output out) {
        int start = out.begin(Message.PARAMETER_STATUS);
        out.cstring(name).cstring(value);
        out.end(start);
    }

    static void keyData(int id, int key, Output out) {
        int start = out.begin(Message.BACKEND_KEY_DATA);
        out.i32(id).i32(key);
        out.end(start);
    }

    static void readyForQuery(char state, Output out) {
        int start = out.begin(Message.READY_FOR_QUERY);
        out.u8(state);
        out.end(start);
    }

    static void notification(int sender, String channel, String payload, Output out) {
        int start = out.begin(Message.NOTIFICATION_RESPONSE);
        out.i32(sender).cstring(channel).cstring(payload);
        out.end(start);
    }

    /** A message that is nothing but its type. */
    static void empty(byte type, Output out) {
        out.end(out.begin(type));
    }
}
