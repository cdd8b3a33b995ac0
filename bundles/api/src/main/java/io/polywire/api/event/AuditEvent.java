package io.polywire.api.event;

import java.util.Locale;

/** What an audit trail tells of; an operator chooses among them. */
public enum AuditEvent {
    /** A client is in: by which method, from where, over which TLS. */
    LOGIN,
    /** A client is not let in, with the operator's reason. */
    REFUSAL,
    /** An address is kept out for a while, since too many of its log-ins failed. */
    BAN,
    /** A client broke its protocol, failed at TLS, or ran into a limit of its listener. */
    VIOLATION,
    /** A session is opened or over. */
    SESSION,
    /** A change of roles, their attributes, passwords and memberships. */
    ROLE,
    /** A change of rights and owners. */
    RIGHT,
    /** A change of databases, schemas and what they hold. */
    DDL,
    /** What was refused for want of a right. */
    DENIED,
    /** The end of a transaction in which something was recorded. */
    TRANSACTION,
    /** A change of rows. */
    WRITE,
    /** A read of rows. */
    READ;

    /** The name in configuration and in the trail: lower case. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
