package io.polywire.sql.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * What a change of the schema does to a catalog: the one before it with the change is the one after it, which then need not be
 * read. Filled by the storage's dialect with what it writes down; then not changed any more, and thread-safe.
 */
public final class CatalogChange {
    private final List<Consumer<Draft>> steps = new ArrayList<>();
    private final List<Integer> removed = new ArrayList<>();

    /** A catalog on its way from one version to the next. */
    private static final class Draft {
        final Map<Integer, Schema> schemas = new LinkedHashMap<>();
        final ChangedRelations relations;
        final Map<Integer, UserType> types = new LinkedHashMap<>();
        final Map<Integer, Routine> routines = new LinkedHashMap<>();
        final Map<Integer, List<Dependency>> dependencies = new HashMap<>();
        int nextId;
        boolean kept;

        Draft(CatalogSnapshot before) {
            relations = new ChangedRelations(before);
        }
    }

    /** Metadata begin. */
    public void begins() {
        steps.add(d -> d.kept = true);
    }

    /** Says which number comes next. */
    public void nextId(int next) {
        steps.add(d -> d.nextId = next);
    }

    /** A schema is this from now on. */
    public void puts(Schema s) {
        steps.add(d -> d.schemas.put(s.id(), s));
    }

    /** A schema is gone. */
    public void removes(Schema s) {
        steps.add(d -> d.schemas.remove(s.id()));
    }

    /** A relation is this from now on; where its sequence stands stays. */
    public void puts(Relation r) {
        List<TableConstraint> constraints = new ArrayList<>(r.constraints());
        constraints.sort(Comparator.comparingInt(TableConstraint::id));
        List<TableIndex> indexes = new ArrayList<>(r.indexes());
        indexes.sort(Comparator.comparingInt(TableIndex::id));
        Relation ordered = r.with(constraints, indexes);
        steps.add(d -> {
            SequenceDefinition s = ordered.sequence();
            Relation before = d.relations.get(r.id());
            d.relations.put(
                    s == null
                            ? ordered
                            : ordered.counting(
                                    before == null || before.sequence() == null
                                            ? s.standing(s.start(), false)
                                            : s.standing(
                                                    before.sequence().value(),
                                                    before.sequence().called())));
        });
    }

    /** A relation is gone. */
    public void removesRelation(int id) {
        removed.add(id);
        steps.add(d -> {
            d.relations.remove(id);
            d.dependencies.remove(id);
        });
    }

    /** A sequence stands elsewhere. */
    public void sets(int sequence, long value, boolean called) {
        steps.add(d -> {
            Relation r = d.relations.get(sequence);
            if (r != null) {
                d.relations.put(r.counting(r.sequence().standing(value, called)));
            }
        });
    }

    /** What a relation or a function needs. */
    public void needs(int dependent, List<Dependency> on) {
        List<Dependency> all = on.stream().distinct().toList();
        steps.add(d -> d.dependencies.put(dependent, all));
    }

    /** A type is this from now on. */
    public void puts(UserType t) {
        steps.add(d -> d.types.put(t.id(), t));
    }

    /** A type is gone. */
    public void removesType(int id) {
        steps.add(d -> d.types.remove(id));
    }

    /** A function is this from now on. */
    public void puts(Routine r) {
        steps.add(d -> d.routines.put(r.id(), r));
    }

    /** A function is gone. */
    public void removesRoutine(int id) {
        steps.add(d -> {
            d.routines.remove(id);
            d.dependencies.remove(id);
        });
    }

    /** Numbers of relations that were said to be gone; of one that was put again since, too. */
    List<Integer> removed() {
        return removed;
    }

    /**
     * A catalog after it.
     *
     * @param version the one that it then holds for
     * @return null if it has to be read: what other programs made is known by reading only
     */
    CatalogSnapshot applied(CatalogSnapshot before, long version) {
        if (before.hasForeign()) {
            return null;
        }
        Draft d = new Draft(before);
        before.schemas().forEach(s -> d.schemas.put(s.id(), s));
        before.types().forEach(t -> d.types.put(t.id(), t));
        before.routines().forEach(r -> d.routines.put(r.id(), r));
        before.dependencies()
                .forEach(x -> d.dependencies
                        .computeIfAbsent(x.dependent(), k -> new ArrayList<>())
                        .add(x));
        d.nextId = before.nextId();
        d.kept = before.isKept();
        steps.forEach(s -> s.accept(d));
        return new CatalogSnapshot(
                        version,
                        d.kept,
                        d.nextId,
                        d.schemas.values(),
                        d.relations,
                        d.types.values(),
                        d.routines.values(),
                        d.dependencies.values().stream().flatMap(List::stream).toList(),
                        before.grants())
                .of(before.firstRole());
    }
}
