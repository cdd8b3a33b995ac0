package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the queries of views anew when something that they name is called otherwise; what they need besides names. */
final class ViewRenames {
    private ViewRenames() {}

    /** The steps for one relation that has another name, another schema, or columns of other names. */
    static List<SchemaStep> steps(Analysis analysis, Relation now) {
        return steps(analysis, Map.of(now.id(), now));
    }

    /**
     * The steps after which the views that read some relations mean what they meant.
     *
     * @param now the relations with their new names, by number; views among them get their new query with these steps
     */
    static List<SchemaStep> steps(Analysis analysis, Map<Integer, Relation> now) {
        boolean ofRoutine = analysis.catalog().dependencies().stream()
                .anyMatch(d -> now.containsKey(d.on()) && analysis.catalog().routine(d.dependent()) != null);
        if (ofRoutine) {
            throw analysis.at(0).unsupported("another name for what a function in the statement's own syntax reads");
        }
        List<SchemaStep> steps = new ArrayList<>();
        for (Relation view : readers(analysis, now.keySet())) {
            ViewText meaning = meaning(view, now, analysis);
            Relation kept = now.getOrDefault(view.id(), view);
            String text = meaning.written(Views.tree(view, analysis), view.definition());
            steps.add(new SchemaStep.Keeps(kept.defined(text, view.options())));
        }
        return steps;
    }

    private static ViewText meaning(Relation view, Map<Integer, Relation> now, Analysis analysis) {
        ViewText meaning = new ViewText(analysis.rules(), now);
        meaning.later();
        Analysis noting = analysis.notingAgain(view.definition(), meaning);
        meaning.of(noting);
        noting.queries().bind(Views.tree(view, analysis), null);
        return meaning;
    }

    /** Refuses to drop a primary key that stands for the rows of its table in the groups of a view (2BP01). */
    static void refuseKeyed(Relation table, String constraint, boolean cascade, Analysis analysis, Place at) {
        String what = "constraint " + constraint + " on table " + table.name();
        List<String> details = new ArrayList<>();
        readers(analysis, Set.of(table.id())).stream()
                .filter(v -> meaning(v, Map.of(), analysis).needsKey(table))
                .sorted(Comparator.comparingInt(Relation::id))
                .forEach(v -> needing(v, what, analysis, details));
        if (!details.isEmpty() && cascade) {
            throw at.unsupported("DROP CONSTRAINT ... CASCADE of a key that the groups of a view need");
        }
        if (!details.isEmpty()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "cannot drop " + what + " because other objects depend on it")
                    .sqlState("2BP01")
                    .detail(String.join("\n", details))
                    .hint("Use DROP ... CASCADE to drop the dependent objects too.")
                    .build();
        }
    }

    /** Notes that a view needs something, and all that needs the view. */
    private static void needing(Relation view, String what, Analysis analysis, List<String> details) {
        String own = (view.kind() == Relation.Kind.VIEW ? "view " : "materialized view ") + view.name();
        if (details.stream().anyMatch(d -> d.startsWith(own + " depends"))) {
            return;
        }
        details.add(own + " depends on " + what);
        readers(analysis, Set.of(view.id())).stream()
                .sorted(Comparator.comparingInt(Relation::id))
                .forEach(v -> needing(v, own, analysis, details));
    }

    private static List<Relation> readers(Analysis analysis, Set<Integer> of) {
        return analysis.catalog().dependencies().stream()
                .filter(d -> of.contains(d.on()))
                .map(d -> analysis.catalog().relation(d.dependent()))
                .filter(r -> r != null && r.definition() != null)
                .distinct()
                .toList();
    }
}
