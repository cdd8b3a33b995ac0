package io.polywire.sql;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.analyse.ObjectNames;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.plan.NumberedCall;
import io.polywire.sql.plan.Passed;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.plan.TextLiterals;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.Do;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TypeName;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
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

    /**
     * Refuses a text of several statements for an error in one of them, where that keeps the others from running.
     *
     * @throws io.polywire.api.error.SqlFailure 42601, with a position in the whole text
     */
    default void check(String text) {
        // each is parsed when its turn comes
    }

    /** What a client is told about how a text is read, each time that it sends it. Quick for texts without such. */
    default List<Notice> notices(String text) {
        return List.of();
    }

    /**
     * In front: a text as it is written where the session's settings have their initial values, as far as they say how a text is
     * read; all other methods take such texts. Every character that is not itself read otherwise stays where it is.
     *
     * @param setting gives the value of a setting
     * @param told takes what the client is told about it
     * @throws io.polywire.api.error.SqlFailure for what may not be written under the settings
     */
    default String standard(String text, UnaryOperator<String> setting, Consumer<Notice> told) {
        return text;
    }

    /**
     * A text as it may stand in a log: without its constants and comments, also where it is not well formed. Fails never.
     *
     * @param text one statement or several
     * @param most characters that are wanted; it may be longer by a token
     */
    default String masked(String text, int most) {
        return "***";
    }

    /** Takes one statement (or none) apart and checks that it is allowed. */
    Statement parse(String text);

    /**
     * Writes a tree down for a storage of this dialect, without its catalog: what a dialect has parsed for itself, or a query
     * that a program made of {@link io.polywire.sql.tree.Trees}, which means the same on every storage.
     *
     * @throws io.polywire.api.error.SqlFailure 0A000 for a tree that it has no words for
     */
    StorageStatement render(Statement statement, Set<Capability> capabilities);

    /**
     * What the code of a DO statement says.
     *
     * @param text the statement's
     * @throws io.polywire.api.error.SqlFailure 42601 for what is not well formed, 0A000 for what is not served
     */
    default BlockStep.Block block(Do tree, String text) {
        throw SqlFailure.unsupported("a block of code in dialect " + name());
    }

    /**
     * The SQLSTATE that a text stands for: one itself, or the name of a condition.
     *
     * @throws io.polywire.api.error.SqlFailure 42704 if there is no such condition
     */
    default String sqlState(String text) {
        throw SqlFailure.unsupported("names of conditions in dialect " + name());
    }

    /** Whether a failed statement makes its transaction fail (PostgreSQL), or is undone alone (SQLite, MySQL). */
    boolean failsTransactions();

    /** The settings that its statements set and show. */
    default SettingTable settings() {
        return SettingTable.NONE;
    }

    /**
     * In front: statements of the kinds that clients begin with, over the table {@code t} with the columns {@code id} (int4, its
     * key) and {@code name} (text). They are planned once, and never run, when the dialect has come: what it loads and builds
     * for them no client waits for.
     */
    default List<String> examples() {
        return List.of();
    }

    /**
     * In front: along which schemas names without one are looked for, those that are there.
     *
     * @param setting the names that the setting search_path has
     * @param user the role whose rights count
     * @param catalog what the database holds
     */
    default List<String> searchPath(List<String> setting, String user, CatalogSnapshot catalog) {
        return catalog.path();
    }

    /** Whether SAVEPOINT outside a transaction begins one that ends with the savepoint's release (SQLite). */
    boolean savepointBegins();

    /**
     * In front: what a statement means to a database. Only for dialects that {@linkplain #parse parse} to a
     * {@link ParsedStatement}.
     *
     * @param text the text that the statement was made of
     * @param catalog what the database holds
     * @param declared types of parameters as the client declared them; null if the statement comes without any
     */
    default Analysed analyse(ParsedStatement statement, String text, CatalogSnapshot catalog, List<Type> declared) {
        throw SqlFailure.unsupported(statement.command() + " in dialect " + name());
    }

    /**
     * In front: the function of users that a name means, with the types of its parameters where they are given.
     *
     * @param missingOk whether null is the answer where there is none
     */
    default Routine routine(ObjectReference reference, CatalogSnapshot catalog, boolean missingOk) {
        throw SqlFailure.unsupported("a function in dialect " + name());
    }

    /**
     * In front: the query that calls the function of a number.
     *
     * @throws SqlFailure 42883 if there is none, 0A000 for one that cannot be called so
     */
    default NumberedCall call(int function, CatalogSnapshot catalog) {
        throw SqlFailure.unsupported("a call of a function by its number in dialect " + name());
    }

    /**
     * In front: the constants in a statement that could be written as parameters {@code $1}, {@code $2}, ...; null if the
     * text has none, has parameters already, has more than {@link TextLiterals#MOST}, or is no series of tokens.
     */
    default TextLiterals literals(String text) {
        return null;
    }

    /**
     * In front: whether a parameter of a type takes this text as its value, as it is, with nothing that could fail.
     *
     * @param type what an analysis has found for a constant in quotes
     */
    default boolean takesText(Type type, String value) {
        return false;
    }

    /** In front: whether a schema of this name is there in every database, with what is there from the start. */
    default boolean isSystemSchema(String name) {
        return false;
    }

    /**
     * In front: the relation whose rows a column's type is of.
     *
     * @param type number of the type as a column has it
     * @return null if it is no such type
     */
    default Relation rowsOf(int type, CatalogSnapshot catalog) {
        return null;
    }

    /**
     * In front: objects as messages name them.
     *
     * @param catalog of the storage, in the order of the session's path
     */
    default ObjectNames names(CatalogSnapshot catalog) {
        return ObjectNames.plain(catalog);
    }

    /**
     * In front: the type of a name that a statement about statements has (PREPARE).
     *
     * @param text the statement that the name stands in
     * @param catalog of the storage, in the order of the session's path
     * @throws SqlFailure 42704 if there is none
     */
    default Type type(TypeName name, String text, CatalogSnapshot catalog) {
        throw SqlFailure.unsupported("a type's name in dialect " + name());
    }

    /**
     * Behind: what a database of this dialect holds.
     *
     * @param lease one of the database; used during this call only
     * @param version the schema's version, for the snapshot to carry
     * @param capabilities what its storage can do
     */
    default CatalogSnapshot catalog(Lease lease, long version, Set<Capability> capabilities) {
        throw SqlFailure.unsupported("the catalog of a storage of dialect " + name());
    }

    /** Behind: whether {@link #pass} has anything to say of a database of this dialect. Quick. */
    default boolean passes(Lease lease) {
        return false;
    }

    /**
     * In front and behind: what a statement of a storage's own dialect, which would run as it stands, means to a database of
     * which the catalog tells more than the storage knows: columns in forms of our own, rights.
     *
     * @param catalog what the database holds
     * @param lease one of the database; used during this call only
     * @param dialects gives other dialects by their names
     * @return null if nothing is known of the statement, which then runs as it stands for those who may run any
     * @throws SqlFailure 0A000 for what would go wrong with those columns
     */
    default Passed pass(
            OpaqueStatement statement,
            CatalogSnapshot catalog,
            Lease lease,
            Set<Capability> capabilities,
            Function<String, Dialect> dialects) {
        return null;
    }

    /**
     * Behind: keeps rights in a database of this dialect, within the transaction that the lease has. They come back with
     * {@link CatalogSnapshot#grants}.
     *
     * @param lease one that may change the schema
     * @param catalog what the database holds now
     * @param front name of the dialect in which they were given
     * @param rows in place of those with the same key; a row without rights ends it, unless it is the only one of its
     *     object, which then says that nobody has any
     */
    default void keepGrants(Lease lease, CatalogSnapshot catalog, String front, List<GrantRow> rows) {
        throw SqlFailure.unsupported("rights on a storage of dialect " + name());
    }

    /**
     * Behind: writes a statement down whose names and types are known.
     *
     * @param parameters how many parameters the client's statement has; they keep their numbers
     * @throws io.polywire.api.error.SqlFailure 0A000 for what it has no words for
     */
    default Rendered render(BoundStatement statement, int parameters, Set<Capability> capabilities) {
        throw SqlFailure.unsupported("a statement of another dialect on a storage of dialect " + name());
    }

    /**
     * Behind: writes down where a sequence stands.
     *
     * @param sequence its number
     * @param called whether the value was taken
     */
    default StorageStatement keepSequence(int sequence, long value, boolean called) {
        throw SqlFailure.unsupported("a sequence on a storage of dialect " + name());
    }

    /**
     * Whether BEGIN inside a transaction, and COMMIT or ROLLBACK outside, are answered with a warning (PostgreSQL) and not
     * with a failure.
     */
    default boolean warnsOfTransactions() {
        return false;
    }

    /**
     * In front: a failure of a storage in this dialect's words.
     *
     * @param target the table that the statement changes; null if it changes none
     * @param catalog what the database is known to hold; null if that is not known
     * @param statement what ran
     */
    default SqlFailure told(SqlFailure failure, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        return failure;
    }

    /**
     * In front: how more is found out about a failure than its storage has told, by looking at rows; null where there is
     * nothing to find out.
     *
     * @param target the table that the statement changes; null if it changes none
     * @param catalog what the database holds, as the session sees it
     * @param statement what ran
     */
    default FailureInquiry inquiry(
            SqlFailure failure, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        return null;
    }

    /**
     * In front: the same for a failure of the end of a transaction, which is still there; nothing is watched.
     *
     * @param changed numbers of the tables that its statements have named as those which they change
     */
    default FailureInquiry inquiryAtEnd(SqlFailure failure, Set<Integer> changed, CatalogSnapshot catalog) {
        return null;
    }

    /**
     * In front: finds out whether deferred foreign keys hold; nothing is watched.
     *
     * @param none what is told if they do
     * @param keys numbers of the keys
     * @param changed numbers of the tables of which rows may have been changed
     */
    default FailureInquiry inquiryOfKeys(
            SqlFailure none, Set<Integer> keys, Set<Integer> changed, CatalogSnapshot catalog) {
        throw SqlFailure.unsupported("a check of deferred constraints in dialect " + name());
    }

    /**
     * In front: a look at deferrable primary and unique keys, which fails where several rows have one.
     *
     * @param keys their numbers; those of keys that are gone count for nothing
     */
    default Analysed checkOfKeys(Set<Integer> keys, CatalogSnapshot catalog) {
        throw SqlFailure.unsupported("a check of deferred constraints in dialect " + name());
    }
}
