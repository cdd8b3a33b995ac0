package io.polywire.sql.plan;

import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.catalog.TemporaryChanges;
import java.util.List;

/**
 * A statement in a storage's words.
 *
 * @param statement what the storage runs; null where nothing is left to do
 * @param hidden values behind the client's parameters, in order: a {@link io.polywire.sql.bound.SessionValue}, or a Double
 *     that the storage's language cannot write to the last bit
 * @param steps steps that run in order, all or none, in place of {@code statement}
 * @param program statements that are run in order, all or none, in place of {@code statement}
 * @param temporary what becomes of the session's temporary objects
 */
public record Rendered(
        StorageStatement statement,
        List<Object> hidden,
        List<Step> steps,
        List<ProgramStep> program,
        TemporaryChanges temporary) {
    /** Copies the lists. */
    public Rendered {
        hidden = List.copyOf(hidden);
        steps = List.copyOf(steps);
        program = List.copyOf(program);
    }

    /** A change of the schema. */
    public Rendered(List<ProgramStep> program, TemporaryChanges temporary) {
        this(null, List.of(), List.of(), program, temporary);
    }

    /** Steps. */
    public Rendered(List<Step> steps) {
        this(null, List.of(), steps, List.of(), TemporaryChanges.NONE);
    }

    /** One statement. */
    public Rendered(StorageStatement statement, List<Object> hidden) {
        this(statement, hidden, List.of(), List.of(), TemporaryChanges.NONE);
    }
}
