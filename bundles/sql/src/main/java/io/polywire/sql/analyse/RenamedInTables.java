package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.catalog.UserType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/**
 * What tables keep (defaults, conditions, generated columns, indexes) that names a function or a type which is about to be
 * called otherwise. The storage has neither names of functions nor of types, so that the catalog's texts are all that changes.
 */
final class RenamedInTables {
    private final Analysis analysis;
    private final Renamed now;
    private final Pattern name;

    /** @param before the name of what is renamed */
    RenamedInTables(Analysis analysis, Renamed now, String before) {
        this.analysis = analysis;
        this.now = now;
        this.name = Pattern.compile(
                "(?<![\\p{L}\\p{N}_$])" + Pattern.quote(before) + "(?![\\p{L}\\p{N}_$])|u&\"",
                Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    /** The tables with the new name in what they keep. */
    List<SchemaStep> steps() {
        refuseDomains();
        List<SchemaStep> steps = new ArrayList<>();
        for (Relation r : analysis.catalog().relations()) {
            if (r.own() && r.dialect().equals(analysis.rules().dialect())) {
                Relation written = written(r);
                if (!written.equals(r)) {
                    Relation moved = now.now(r);
                    steps.add(new SchemaStep.Keeps(written.named(moved.schema(), moved.name(), moved.stored())));
                }
            }
        }
        return steps;
    }

    private void refuseDomains() {
        for (UserType t : analysis.catalog().types()) {
            boolean named = t.defaultSource() != null && names(t.defaultSource())
                    || t.isDomain() && t.checks().stream().anyMatch(c -> names(c.check()));
            if (named) {
                throw analysis.at(0)
                        .unsupported("another name for what domain \"" + t.name() + "\" names in what it keeps");
            }
        }
    }

    private boolean names(String text) {
        return name.matcher(text).find();
    }

    private Relation written(Relation r) {
        List<Type> types = new ArrayList<>();
        r.columns().forEach(c -> types.add(analysis.rules().stored(c)));
        UnaryOperator<String> kept = t -> written(
                t, in -> new KeptExpressions(in, r, types).any(in.rules().expression(t)));
        List<RelationColumn> columns = new ArrayList<>();
        for (RelationColumn c : r.columns()) {
            if (c.generated()) {
                String source = kept.apply(c.generation().source());
                columns.add(c.generated(
                        new RelationColumn.Generation(source, c.generation().stored())));
            } else if (c.hasDefault()) {
                String source = c.defaultValue().source();
                columns.add(c.defaulting(new RelationColumn.Default(
                        written(source, in -> new Defaults(in).any(in.rules().expression(source))),
                        c.defaultValue().inStorage())));
            } else {
                columns.add(c);
            }
        }
        List<TableConstraint> constraints = r.constraints().stream()
                .map(c -> c.check() == null ? c : c.checking(kept.apply(c.check())))
                .toList();
        List<TableIndex> indexes = r.indexes().stream()
                .map(i -> i.over(
                        i.keys().stream()
                                .map(k -> k.expression() == null ? k : k.over(kept.apply(k.expression())))
                                .toList(),
                        i.predicate() == null ? null : kept.apply(i.predicate())))
                .toList();
        return r.withColumns(columns).with(constraints, indexes);
    }

    private String written(String text, Consumer<Analysis> bind) {
        if (!names(text)) {
            return text;
        }
        ViewText names = ViewText.calls(analysis.rules(), now);
        Analysis noting = analysis.notingAgain(text, names);
        names.of(noting);
        bind.accept(noting);
        return names.writtenAll(text);
    }
}
