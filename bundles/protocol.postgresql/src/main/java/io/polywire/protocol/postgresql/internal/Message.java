package io.polywire.protocol.postgresql.internal;

/** Type bytes and numbers of the messages (manual, 55.7). */
final class Message {
    // from the client
    static final byte BIND = 'B';
    static final byte CLOSE = 'C';
    static final byte COPY_DATA = 'd';
    static final byte COPY_DONE = 'c';
    static final byte COPY_FAIL = 'f';
    static final byte DESCRIBE = 'D';
    static final byte EXECUTE = 'E';
    static final byte FLUSH = 'H';
    static final byte FUNCTION_CALL = 'F';
    static final byte PARSE = 'P';
    /** PasswordMessage, SASLInitialResponse, SASLResponse. */
    static final byte PASSWORD = 'p';

    static final byte QUERY = 'Q';
    static final byte SYNC = 'S';
    static final byte TERMINATE = 'X';

    // from the server
    static final byte AUTHENTICATION = 'R';
    static final byte BACKEND_KEY_DATA = 'K';
    static final byte BIND_COMPLETE = '2';
    static final byte CLOSE_COMPLETE = '3';
    static final byte COMMAND_COMPLETE = 'C';
    static final byte COPY_IN_RESPONSE = 'G';
    static final byte COPY_OUT_RESPONSE = 'H';
    static final byte DATA_ROW = 'D';
    static final byte FUNCTION_CALL_RESPONSE = 'V';
    static final byte EMPTY_QUERY_RESPONSE = 'I';
    static final byte ERROR_RESPONSE = 'E';
    static final byte NEGOTIATE_PROTOCOL_VERSION = 'v';
    static final byte NO_DATA = 'n';
    static final byte NOTICE_RESPONSE = 'N';
    static final byte NOTIFICATION_RESPONSE = 'A';
    static final byte PARAMETER_DESCRIPTION = 't';
    static final byte PARAMETER_STATUS = 'S';
    static final byte PARSE_COMPLETE = '1';
    static final byte PORTAL_SUSPENDED = 's';
    static final byte READY_FOR_QUERY = 'Z';
    static final byte ROW_DESCRIPTION = 'T';

    // requests without a type byte
    static final int CANCEL_REQUEST = 1234 << 16 | 5678;
    static final int SSL_REQUEST = 1234 << 16 | 5679;
    static final int GSSENC_REQUEST = 1234 << 16 | 5680;
    static final int PROTOCOL_3_0 = 3 << 16;

    // kinds of 'R'
    static final int AUTH_OK = 0;
    static final int AUTH_CLEAR_PASSWORD = 3;
    static final int AUTH_MD5 = 5;
    static final int AUTH_SASL = 10;
    static final int AUTH_SASL_CONTINUE = 11;
    static final int AUTH_SASL_FINAL = 12;

    /** Longest start-up packet that PostgreSQL takes, its length included. */
    static final int LONGEST_STARTUP = 10_000;
    /** Longest message of those that carry no data. */
    static final int LONGEST_SMALL = 10_000;
    /** Longest message of the others. */
    static final int LONGEST_LARGE = 0x3FFFFFFE;

    private Message() {}

    /** Whether a client may send it once it is in. */
    static boolean isKnown(byte type) {
        return switch (type) {
            case QUERY,
                    PARSE,
                    BIND,
                    DESCRIBE,
                    EXECUTE,
                    CLOSE,
                    SYNC,
                    FLUSH,
                    FUNCTION_CALL,
                    TERMINATE,
                    COPY_DATA,
                    COPY_DONE,
                    COPY_FAIL -> true;
            default -> false;
        };
    }

    /** What PostgreSQL takes as the longest of a type (its PQ_SMALL_MESSAGE_LIMIT and PQ_LARGE_MESSAGE_LIMIT). */
    static int longest(byte type) {
        return switch (type) {
            case QUERY, PARSE, BIND, FUNCTION_CALL, COPY_DATA -> LONGEST_LARGE;
            default -> LONGEST_SMALL;
        };
    }

    /** Whether it belongs to the extended protocol: an error in it is followed by silence up to Sync. */
    static boolean isExtended(byte type) {
        return switch (type) {
            case PARSE, BIND, DESCRIBE, EXECUTE, CLOSE, FLUSH -> true;
            default -> false;
        };
    }
}
