package io.polywire.api.error;

/**
 * Something that a client is told beside the answer to its statement.
 *
 * @param severity never null
 * @param sqlState five characters; 00000 for a plain notice, 01000 for a warning without a finer code
 * @param message never null; may reach any client of the session
 * @param detail may be null
 * @param hint may be null
 * @param position of the character in the statement that it is about, from 1; 0 for none
 */
public record Notice(Severity severity, String sqlState, String message, String detail, String hint, int position) {

    /** One about nothing that is written. */
    public Notice(Severity severity, String sqlState, String message, String detail, String hint) {
        this(severity, sqlState, message, detail, hint, 0);
    }

    /** How much a notice matters, in PostgreSQL's terms; wires that know only warnings map what is at least WARNING. */
    public enum Severity {
        DEBUG,
        LOG,
        INFO,
        NOTICE,
        WARNING
    }

    /** A warning with SQLSTATE 01000. */
    public static Notice warning(String message) {
        return new Notice(Severity.WARNING, "01000", message, null, null);
    }

    /** A notice with SQLSTATE 00000. */
    public static Notice notice(String message) {
        return new Notice(Severity.NOTICE, "00000", message, null, null);
    }
}
