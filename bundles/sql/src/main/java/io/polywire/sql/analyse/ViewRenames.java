package io.polywire.sql.analyse;

import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the queries of views anew when something that they name is called otherwise. */
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
            Query q = Views.tree(view, analysis);
            ViewText meaning = new ViewText(analysis.rules(), now);
            meaning.later();
            Analysis noting = analysis.notingAgain(view.definition(), meaning);
            meaning.of(noting);
            noting.queries().bind(q, null);
            Relation kept = now.getOrDefault(view.id(), view);
            steps.add(new SchemaStep.Keeps(kept.defined(meaning.written(q, view.definition()), view.options())));
        }
        return steps;
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
