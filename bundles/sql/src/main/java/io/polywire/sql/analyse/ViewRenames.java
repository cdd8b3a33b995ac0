package io.polywire.sql.analyse;

import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
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
        return steps(analysis, Renamed.of(now));
    }

    /** The same for whatever is called otherwise; functions with a body in the statement's own syntax too. */
    static List<SchemaStep> steps(Analysis analysis, Renamed now) {
        List<SchemaStep> steps = new ArrayList<>();
        for (Relation view : readers(analysis, now.ids())) {
            ViewText meaning = meaning(view, now, analysis);
            Relation kept = now.now(view);
            String text = meaning.written(Views.tree(view, analysis), view.definition());
            steps.add(new SchemaStep.Keeps(kept.defined(text, view.options())));
        }
        analysis.catalog().dependencies().stream()
                .filter(d -> now.ids().contains(d.on()))
                .map(d -> analysis.catalog().routine(d.dependent()))
                .filter(r -> r != null && r.standard())
                .distinct()
                .forEach(r ->
                        steps.add(new SchemaStep.KeepsRoutine(new RoutineBinder(analysis).written(now.now(r), now))));
        return steps;
    }

    private static ViewText meaning(Relation view, Renamed now, Analysis analysis) {
        ViewText meaning = new ViewText(analysis.rules(), now);
        meaning.later();
        Analysis noting = analysis.notingAgain(view.definition(), meaning);
        meaning.of(noting);
        noting.queries().bind(Views.tree(view, analysis), null);
        return meaning;
    }

    /** The views that mean something only as long as a table has its primary key. */
    static List<Relation> keyed(Relation table, Analysis analysis) {
        return readers(analysis, Set.of(table.id())).stream()
                .filter(v -> meaning(v, Renamed.NOTHING, analysis).needsKey(table))
                .toList();
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
