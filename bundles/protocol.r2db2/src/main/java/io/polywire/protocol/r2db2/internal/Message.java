package io.polywire.protocol.r2db2.internal;

/** The type bytes of the wire and the sizes of its frames. */
final class Message {
    static final byte STARTUP = 'S';
    static final byte CANCEL_REQUEST = 'k';
    static final byte AUTHENTICATION_REQUEST = 'A';
    static final byte AUTHENTICATION_RESPONSE = 'p';
    static final byte SESSION_KEY = 'K';
    static final byte READY = 'Z';
    static final byte QUERY = 'Q';
    static final byte ROW_DESCRIPTION = 'T';
    static final byte TEXT_ROW = 'D';
    static final byte BINARY_ROW = 'd';
    static final byte COMPLETE = 'C';
    static final byte ERROR = 'E';
    static final byte HEARTBEAT = 'H';
    static final byte HEARTBEAT_REPLY = 'h';
    static final byte COMPRESSED = 'z';
    static final byte TERMINATION = 'X';
    static final byte PREPARE = 'P';
    static final byte PREPARED = 't';
    static final byte EXECUTE = 'B';
    static final byte FETCH = 'F';
    static final byte SUSPENDED = 's';
    static final byte BATCH = 'W';
    static final byte BATCH_COMPLETE = 'w';
    static final byte CLOSE = 'U';

    /** Not a message of ours: the first byte of a TLS ClientHello. */
    static final byte TLS_HANDSHAKE = 0x16;

    /** What a client of another reading of the published design ends with. */
    static final byte TERMINATION_BY_NUMBER = 0x05;

    static final byte TERMINATION_BY_LETTER = 'T';

    /** Type and length. */
    static final int HEADER = 5;

    static final int HEARTBEAT_LENGTH = HEADER + 8;

    private Message() {}

    /** Whether a type byte from a client ends the connection, whatever follows it. */
    static boolean isTermination(int type) {
        return type == TERMINATION || type == TERMINATION_BY_LETTER || type == TERMINATION_BY_NUMBER;
    }

    /** A type byte as an error text shows it: the letter, or the number where it is none. */
    static String show(int type) {
        return type > 0x20 && type < 0x7F ? "'" + (char) type + "'" : String.format("0x%02X", type & 0xFF);
    }
}
