package io.polywire.client.r2db2.internal.wire;

/** The numbers of the r2db2 wire: message types, value kinds and type codes. */
public final class Codes {
    /** Bytes of a message's header: type and length. */
    public static final int HEADER = 5;

    public static final byte STARTUP = 'S';
    public static final byte CANCEL = 'k';
    public static final byte AUTHENTICATION = 'A';
    public static final byte SESSION_KEY = 'K';
    public static final byte READY = 'Z';
    public static final byte QUERY = 'Q';
    public static final byte ROW_DESCRIPTION = 'T';
    public static final byte TEXT_ROW = 'D';
    public static final byte BINARY_ROW = 'd';
    public static final byte COMPLETE = 'C';
    public static final byte ERROR = 'E';
    public static final byte HEARTBEAT = 'H';
    public static final byte HEARTBEAT_REPLY = 'h';
    public static final byte COMPRESSED = 'z';
    public static final byte TERMINATION = 'X';
    public static final byte PREPARE = 'P';
    public static final byte PREPARED = 't';
    public static final byte EXECUTE = 'B';
    public static final byte FETCH = 'F';
    public static final byte SUSPENDED = 's';
    public static final byte BATCH = 'W';
    public static final byte BATCH_COMPLETE = 'w';
    public static final byte CLOSE = 'U';

    public static final byte KIND_TEXT = 0;
    public static final byte KIND_LONG = 1;
    public static final byte KIND_DOUBLE = 2;
    public static final byte KIND_BYTES = 3;

    public static final int UNKNOWN = 0;
    public static final int BOOLEAN = 1;
    public static final int INT16 = 2;
    public static final int INT32 = 3;
    public static final int INT64 = 4;
    public static final int FLOAT32 = 5;
    public static final int FLOAT64 = 6;
    public static final int DECIMAL = 7;
    public static final int TEXT = 8;
    public static final int VARCHAR = 9;
    public static final int CHAR = 10;
    public static final int BYTES = 11;
    public static final int DATE = 12;
    public static final int TIME = 13;
    public static final int TIMESTAMP = 14;
    public static final int TIMESTAMP_TZ = 15;
    public static final int INTERVAL = 16;
    public static final int UUID = 17;
    public static final int JSON = 18;
    public static final int ARRAY = 19;
    public static final int ENUM = 20;
    public static final int TIME_TZ = 21;
    public static final int BITS = 22;

    private Codes() {}
}
