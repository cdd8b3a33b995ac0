package io.polywire.api.error;

/**
 * What went wrong, in terms that every wire can map: each kind carries the SQLSTATE that applies where nothing finer is
 * known (ISO/IEC 9075-2 clause 24 and PostgreSQL 15 appendix A). A protocol maps kinds to its own codes in one place.
 */
public enum FailureKind {
    /** The statement is not well formed. */
    SYNTAX("42601"),
    /** The statement names something that does not exist or may not be used so; the SQLSTATE says what. */
    SEMANTIC("42000"),
    UNDEFINED_TABLE("42P01"),
    UNDEFINED_COLUMN("42703"),
    UNDEFINED_FUNCTION("42883"),
    UNDEFINED_OBJECT("42704"),
    DUPLICATE_OBJECT("42710"),
    DUPLICATE_TABLE("42P07"),
    DUPLICATE_COLUMN("42701"),
    AMBIGUOUS("42702"),
    TYPE_MISMATCH("42804"),
    PRIVILEGE("42501"),
    /** The construct is known and not supported here; the message names it. Nothing was run. */
    UNSUPPORTED("0A000"),
    /** A prepared statement returns other columns now than its client was told of; preparing it again helps. */
    STALE_PLAN("0A000"),
    UNIQUE("23505"),
    FOREIGN_KEY("23503"),
    NOT_NULL("23502"),
    CHECK("23514"),
    /** Two rows that a constraint does not let be beside one another. */
    EXCLUSION("23P01"),
    INTEGRITY("23000"),
    /** A value is too long for its type. */
    TOO_LONG("22001"),
    OUT_OF_RANGE("22003"),
    DIVISION_BY_ZERO("22012"),
    BAD_VALUE("22P02"),
    BAD_ENCODING("22021"),
    DATA("22000"),
    /** The transaction lost against another one and can be tried again. */
    SERIALIZATION("40001"),
    DEADLOCK("40P01"),
    LOCK_TIMEOUT("55P03"),
    /** The statement was cancelled by its client, an administrator or a time-out. */
    CANCELLED("57014"),
    /** The transaction failed before; only its end is accepted. */
    TRANSACTION_FAILED("25P02"),
    TRANSACTION_STATE("25000"),
    NO_TRANSACTION("25P01"),
    ACTIVE_TRANSACTION("25001"),
    READ_ONLY("25006"),
    UNDEFINED_SAVEPOINT("3B001"),
    UNDEFINED_DATABASE("3D000"),
    DUPLICATE_DATABASE("42P04"),
    OBJECT_IN_USE("55006"),
    UNDEFINED_STATEMENT("26000"),
    UNDEFINED_CURSOR("34000"),
    /** User unknown, password wrong, token expired: never said which. */
    AUTHENTICATION("28P01"),
    /** The rules of the listener do not let this client in, whatever it knows. */
    AUTHORIZATION("28000"),
    /** The peer broke the rules of its protocol. */
    PROTOCOL("08P01"),
    CONNECTION("08006"),
    TOO_MANY_CONNECTIONS("53300"),
    OUT_OF_MEMORY("53200"),
    DISK_FULL("53100"),
    /** A limit of configuration was met: length, depth, number. */
    LIMIT("54000"),
    TOO_COMPLEX("54001"),
    /** A part that this needs (storage, dialect) is not there at the moment; the connection lives. */
    UNAVAILABLE("57P03"),
    SHUTDOWN("57P01"),
    IDLE_TIMEOUT("57P05"),
    IDLE_TRANSACTION_TIMEOUT("25P03"),
    /** The storage says that its data are damaged. */
    CORRUPT("XX001"),
    IO("58030"),
    CONFIGURATION("F0000"),
    INTERNAL("XX000");

    private final String sqlState;

    FailureKind(String sqlState) {
        this.sqlState = sqlState;
    }

    /** The five characters of the SQLSTATE for this kind. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether trying the same again later can succeed without any change by the client. */
    public boolean isTransient() {
        return switch (this) {
            case SERIALIZATION,
                    DEADLOCK,
                    LOCK_TIMEOUT,
                    CONNECTION,
                    TOO_MANY_CONNECTIONS,
                    OUT_OF_MEMORY,
                    UNAVAILABLE,
                    SHUTDOWN -> true;
            default -> false;
        };
    }
}
