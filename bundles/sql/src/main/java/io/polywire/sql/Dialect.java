package io.polywire.sql;

import io.polywire.api.session.Script;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.Statement;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A language: in front, for what clients write; behind, for what a storage of the same name reads. A service with the
 * property {@value #NAME}. Thread-safe and stateless.
 *
 * <pre>
 *   text ── script ─▶ one statement ── parse ─▶ tree ── (analyse, rewrite) ─▶ tree ── render ─▶ StorageStatement
 *              front dialect                      │             shared               storage's dialect
 * </pre>
 *
 * <p>All methods may throw {@link io.polywire.api.error.SqlFailure}: 42601 with a position for what is not well formed,
 * 0A000 for what is refused by name.
 */
@ConsumerType
public interface Dialect {
    /** Service property: the name of the dialect. */
    String NAME = "polywire.dialect";

    /** "sqlite", "postgresql", ... */
    String name();

    /** Splits a text into statements; each is parsed when its turn comes. */
    Script script(String text);

    /** Takes one statement (or none) apart and checks that it is allowed. */
    Statement parse(String text);

    /**
     * Writes a tree down for a storage of this dialect.
     *
     * @throws io.polywire.api.error.SqlFailure 0A000 for a tree that it has no words for
     */
    StorageStatement render(Statement statement, Set<Capability> capabilities);

    /** Whether a failed statement makes its transaction fail (PostgreSQL), or is undone alone (SQLite, MySQL). */
    boolean failsTransactions();

    /** The settings that its statements set and show. */
    default SettingTable settings() {
        return SettingTable.NONE;
    }

    /** Whether SAVEPOINT outside a transaction begins one that ends with the savepoint's release (SQLite). */
    boolean savepointBegins();
}
