package io.polywire.sql.plan;

import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.CatalogChange;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TemporaryChanges;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.Statement;
import java.util.List;

/**
 * A statement ready to run, for one dialect on one database at one version of its schema. Immutable; shared by all
 * sessions.
 *
 * @param tree what was written
 * @param statement what the storage runs; null for a statement that the session answers
 * @param columns columns of its rows
 * @param returnsRows whether it returns rows at all
 * @param parameters types of its parameters
 * @param pointLookup whether its work is bounded ({@link io.polywire.api.storage.Description#pointLookup})
 * @param brief whether it is short enough for an event loop ({@link io.polywire.api.storage.Description#brief})
 * @param schemaVersion version of the schema that it holds for
 * @param analysed whether names and types come from an analysis, not from the storage
 * @param target the table that it changes, by analysis; null if it changes none
 * @param hidden values that the statement takes behind the client's parameters ({@link Rendered#hidden})
 * @param program what runs in place of a statement ({@link Rendered#program})
 * @param steps steps that run in place of a statement ({@link Rendered#steps})
 * @param notices what the client is told when it runs
 * @param needs rights that are asked for each time that it runs
 * @param sequences what it has to do with sequences
 * @param temporaryChanges what becomes of the session's temporary objects when it has run
 * @param change what it does to the catalog; null if it changes none, or nothing that is known before
 * @param failure what it fails with as soon as it is to run, before anything else; null for nothing that is known before
 */
public record Plan(
        Statement tree,
        StorageStatement statement,
        List<Column> columns,
        boolean returnsRows,
        List<Type> parameters,
        boolean pointLookup,
        boolean brief,
        long schemaVersion,
        boolean analysed,
        Relation target,
        List<Object> hidden,
        List<ProgramStep> program,
        List<Step> steps,
        List<Notice> notices,
        Needs needs,
        SequenceUse sequences,
        TemporaryChanges temporaryChanges,
        CatalogChange change,
        SqlFailure failure) {

    /** Copies the lists. */
    public Plan {
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
        hidden = List.copyOf(hidden);
        program = List.copyOf(program);
        steps = List.copyOf(steps);
        notices = List.copyOf(notices);
    }

    /** The only step that does anything, where the others look at deferrable keys; null if it is a statement of another kind. */
    public Step keyed() {
        return !steps.isEmpty()
                        && steps.get(0).key() == null
                        && steps.stream().skip(1).allMatch(s -> s.key() != null)
                ? steps.get(0)
                : null;
    }

    /** A plan of a statement that a storage or the session takes as it is. */
    public Plan(
            Statement tree,
            StorageStatement statement,
            List<Column> columns,
            boolean returnsRows,
            List<Type> parameters,
            boolean pointLookup,
            boolean brief,
            long schemaVersion) {
        this(
                tree,
                statement,
                columns,
                returnsRows,
                parameters,
                pointLookup,
                brief,
                schemaVersion,
                false,
                null,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Needs.NONE,
                SequenceUse.NONE,
                TemporaryChanges.NONE,
                null,
                null);
    }

    /** What the storage has to do with temporary objects to run it. */
    public TemporaryUse temporary() {
        if (statement != null) {
            return statement.temporary();
        }
        Used used = new Used();
        steps.forEach(s -> used.by(s.statement()));
        program.forEach(s -> used.by(s.statement()));
        return !used.any ? TemporaryUse.NONE : used.changed && !used.writes ? TemporaryUse.CHANGED : TemporaryUse.READ;
    }

    /** Whether it reads or changes tables that are there for all. */
    public boolean permanent() {
        return statement != null
                ? statement.permanent()
                : steps.stream().anyMatch(s -> s.statement().permanent())
                        || program.stream().anyMatch(s -> s.statement().permanent());
    }

    /** Whether nothing is changed but what the session remembers of temporary objects. */
    public boolean changesTemporaryNamesOnly() {
        return statement == null && steps.isEmpty() && program.isEmpty() && !temporaryChanges.isEmpty();
    }

    private static final class Used {
        boolean any;
        boolean changed;
        boolean writes;

        void by(StorageStatement s) {
            any |= s.temporary() != TemporaryUse.NONE;
            changed |= s.temporary() == TemporaryUse.CHANGED;
            writes |= s.access() != Access.READ && s.temporary() != TemporaryUse.CHANGED;
        }
    }

    /** Rough number of bytes that it takes in a cache, with its text. */
    public int weight(int textLength) {
        return 400 + 4 * textLength + 120 * columns.size() + 16 * parameters.size();
    }
}
