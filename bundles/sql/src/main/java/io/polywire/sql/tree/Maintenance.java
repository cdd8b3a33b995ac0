package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * VACUUM, ANALYZE, CLUSTER, REINDEX, CHECKPOINT: work that changes no row.
 *
 * @param task which
 * @param options may be empty
 * @param kind what the tables are, for REINDEX; else null
 * @param tables empty for all
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Maintenance(
        Task task, List<Option> options, ObjectKind kind, List<MaintainedTable> tables, int start, int end)
        implements StatementBody {
    private static final Set<String> FALSE = Set.of("false", "off", "0");

    /** Which work. */
    public enum Task {
        VACUUM,
        ANALYZE,
        CLUSTER,
        REINDEX,
        CHECKPOINT
    }

    /** Copies the lists. */
    public Maintenance {
        options = List.copyOf(options);
        tables = List.copyOf(tables);
    }

    /** Whether it counts what the tables hold. */
    public boolean analyses() {
        return task == Task.ANALYZE || isOn("analyze");
    }

    /** Whether an option is given, and not as false. */
    public boolean isOn(String option) {
        return options.stream()
                .filter(o -> o.name().last().name().equals(option))
                .anyMatch(o -> o.value() == null || !FALSE.contains(text(o.value())));
    }

    private static String text(Expression value) {
        String text = value instanceof Literal l
                ? l.value()
                : value instanceof ColumnReference c ? c.parts().get(0).name() : "";
        return text.toLowerCase(Locale.ROOT);
    }

    @Override
    public String command() {
        return task.name();
    }

    @Override
    public Access access() {
        return switch (task) {
            case ANALYZE -> Access.WRITE;
            case REINDEX -> Access.SCHEMA;
            default -> Access.MAINTENANCE;
        };
    }
}
