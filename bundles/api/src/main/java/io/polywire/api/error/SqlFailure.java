package io.polywire.api.error;

import java.util.Objects;

/**
 * A failure that a client is told about. Immutable but for the cause; safe to hand between threads.
 *
 * <p>Every text in it may reach a client: it never holds a path, a stack trace, a secret or data of another user. What
 * an operator needs beyond that goes into the {@linkplain #getCause() cause}, which no protocol prints. It is unchecked
 * because it crosses callbacks; each method that a statement can make fail says so in its Javadoc.
 */
public final class SqlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final FailureKind kind;
    private final String sqlState;
    private final boolean fatal;
    private final String detail;
    private final String hint;
    private final int position;
    private final String context;
    private final String schema;
    private final String table;
    private final String column;
    private final String constraint;
    private final String dataType;

    private SqlFailure(Builder b) {
        // A stack is made only where there is a cause to look into: failures of statements are ordinary traffic.
        super(b.message, b.cause, false, b.cause != null);
        this.kind = b.kind;
        this.sqlState = b.sqlState;
        this.fatal = b.fatal;
        this.detail = b.detail;
        this.hint = b.hint;
        this.position = b.position;
        this.context = b.context;
        this.schema = b.schema;
        this.table = b.table;
        this.column = b.column;
        this.constraint = b.constraint;
        this.dataType = b.dataType;
    }

    /**
     * A failure with the SQLSTATE of its kind and nothing but a message.
     *
     * @param kind what went wrong
     * @param message what the client reads; not null
     */
    public static SqlFailure of(FailureKind kind, String message) {
        return new Builder(kind, message).build();
    }

    /** Starts a failure with more fields than kind and message. */
    public static Builder build(FailureKind kind, String message) {
        return new Builder(kind, message);
    }

    /**
     * A refusal by name: SQLSTATE 0A000, "{what} is not supported".
     *
     * @param what the construct, as a person would call it
     */
    public static SqlFailure unsupported(String what) {
        return of(FailureKind.UNSUPPORTED, what + " is not supported");
    }

    /** The same failure, to be built with something else in it. */
    public Builder but() {
        return new Builder(this);
    }

    /** The same failure, marked so that the session ends with it. */
    public SqlFailure asFatal() {
        return fatal ? this : but().fatal().build();
    }

    /** What went wrong. */
    public FailureKind kind() {
        return kind;
    }

    /** Five characters; never null. */
    public String sqlState() {
        return sqlState;
    }

    /** Whether the session ends with this failure. */
    public boolean isFatal() {
        return fatal;
    }

    /** More than the message, or null. */
    public String detail() {
        return detail;
    }

    /** What to do about it, or null. */
    public String hint() {
        return hint;
    }

    /** Where in the statement's text, in characters (code points) from 1; 0 where it does not apply. */
    public int position() {
        return position;
    }

    /** Where it happened in terms of the running work ("COPY t, line 3"), or null. */
    public String context() {
        return context;
    }

    /** Name of the schema that it is about, or null. */
    public String schema() {
        return schema;
    }

    /** Name of the table, or null. */
    public String table() {
        return table;
    }

    /** Name of the column, or null. */
    public String column() {
        return column;
    }

    /** Name of the constraint, or null. */
    public String constraint() {
        return constraint;
    }

    /** Name of the data type, or null. */
    public String dataType() {
        return dataType;
    }

    /** Collects the fields of a failure; not thread-safe. */
    public static final class Builder {
        private final FailureKind kind;
        private final String message;
        private String sqlState;
        private boolean fatal;
        private String detail;
        private String hint;
        private int position;
        private String context;
        private String schema;
        private String table;
        private String column;
        private String constraint;
        private String dataType;
        private Throwable cause;

        private Builder(FailureKind kind, String message) {
            this.kind = Objects.requireNonNull(kind, "kind");
            this.message = Objects.requireNonNull(message, "message");
            this.sqlState = kind.sqlState();
        }

        private Builder(SqlFailure f) {
            this(f.kind, f.getMessage());
            sqlState = f.sqlState;
            fatal = f.fatal;
            detail = f.detail;
            hint = f.hint;
            position = f.position;
            context = f.context;
            schema = f.schema;
            table = f.table;
            column = f.column;
            constraint = f.constraint;
            dataType = f.dataType;
            cause = f.getCause();
        }

        /** A finer SQLSTATE than the kind's; five characters. */
        public Builder sqlState(String state) {
            if (state.length() != 5) {
                throw new IllegalArgumentException("SQLSTATE has five characters: " + state);
            }
            sqlState = state;
            return this;
        }

        /** The session ends with this failure. */
        public Builder fatal() {
            fatal = true;
            return this;
        }

        /** More than the message; may be null. */
        public Builder detail(String text) {
            detail = text;
            return this;
        }

        /** What to do about it; may be null. */
        public Builder hint(String text) {
            hint = text;
            return this;
        }

        /** Position in the statement's text, in characters from 1. */
        public Builder position(int characters) {
            position = characters;
            return this;
        }

        /** Where it happened in terms of the running work. */
        public Builder context(String text) {
            context = text;
            return this;
        }

        /** The objects that it is about; each may be null. */
        public Builder objects(String schemaName, String tableName, String columnName, String constraintName) {
            schema = schemaName;
            table = tableName;
            column = columnName;
            constraint = constraintName;
            return this;
        }

        /** The data type that it is about. */
        public Builder dataType(String name) {
            dataType = name;
            return this;
        }

        /** For the operator's log only. */
        public Builder cause(Throwable t) {
            cause = t;
            return this;
        }

        /** The failure. */
        public SqlFailure build() {
            return new SqlFailure(this);
        }
    }
}
