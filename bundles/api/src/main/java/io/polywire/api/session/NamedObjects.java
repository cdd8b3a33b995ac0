package io.polywire.api.session;

import java.time.Instant;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The prepared statements and cursors of a session that have a name: one name space for those that its wire makes and
 * those that statements make (PREPARE, DECLARE). Under the thread rule of {@link Session}.
 */
@ProviderType
public interface NamedObjects {
    /** Finds and keeps nothing. */
    NamedObjects NONE = new NamedObjects() {};

    /** A statement by its name, or null. */
    default Prepared statement(String name) {
        return null;
    }

    /**
     * Names a statement of the session.
     *
     * @throws io.polywire.api.error.SqlFailure 42P05 if there is one of that name
     */
    default void addStatement(String name, Prepared statement) {
        // kept by the wire alone
    }

    /** Forgets a statement; without effect if there is none. */
    default void removeStatement(String name) {
        // kept by the wire alone
    }

    /** A portal by its name, or null. It is closed by {@link #removePortal}, or when its transaction ends. */
    default Portal portal(String name) {
        return null;
    }

    /**
     * Names a portal of the session.
     *
     * @throws io.polywire.api.error.SqlFailure 42P03 if there is one of that name
     */
    default void addPortal(String name, Portal portal) {
        // kept by the wire alone
    }

    /** Closes and forgets a portal; without effect if there is none. */
    default void removePortal(String name) {
        // kept by the wire alone
    }

    /** Grows whenever a name was given up by a statement or the end of a transaction. */
    default long removals() {
        return 0;
    }

    /** The statements, in the order in which they were made. */
    default List<StatementInfo> statements() {
        return List.of();
    }

    /** The cursors, in the order in which they were made. */
    default List<CursorInfo> cursors() {
        return List.of();
    }

    /**
     * A named statement (pg_prepared_statements).
     *
     * @param name its name
     * @param text what was written
     * @param prepared when it was made
     * @param statement the statement: types of its parameters and columns
     * @param bySql whether PREPARE made it
     */
    record StatementInfo(String name, String text, Instant prepared, Prepared statement, boolean bySql) {}

    /**
     * A named cursor (pg_cursors).
     *
     * @param name its name
     * @param text what was written
     * @param holdable whether it outlives its transaction
     * @param binary whether its rows are sent in binary form
     * @param scrollable whether it goes backwards too
     * @param created when it was made
     */
    record CursorInfo(
            String name, String text, boolean holdable, boolean binary, boolean scrollable, Instant created) {}
}
