package io.polywire.sql.plan;

import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.sql.right.Needs;
import java.util.List;
import java.util.Map;

/**
 * What a statement in a storage's own dialect means to a database of which Polywire keeps more than the storage knows.
 *
 * @param statement what the storage runs; null where {@code program} or another dialect's statement is run
 * @param hidden values behind the client's parameters ({@link Rendered#hidden})
 * @param types types of columns that it returns as they are stored, by their places from 0
 * @param program statements that run in its place, all or none
 * @param needs rights that are asked for each time that it runs
 * @param dialect the dialect of {@code text}; null if there is none
 * @param text a statement of another dialect that does the same; null if there is none
 */
public record Passed(
        StorageStatement statement,
        List<Object> hidden,
        Map<Integer, Type> types,
        List<ProgramStep> program,
        Needs needs,
        String dialect,
        String text) {
    /** Copies the collections. */
    public Passed {
        hidden = List.copyOf(hidden);
        types = Map.copyOf(types);
        program = List.copyOf(program);
    }

    /** A statement of another dialect that does the same, with that one's rights. */
    public static Passed to(String dialect, String text) {
        return new Passed(null, List.of(), Map.of(), List.of(), Needs.NONE, dialect, text);
    }

    /** Statements that run one after the other. */
    public static Passed program(List<ProgramStep> program, Needs needs) {
        return new Passed(null, List.of(), Map.of(), program, needs, null, null);
    }
}
