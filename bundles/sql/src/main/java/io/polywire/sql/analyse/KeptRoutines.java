package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Functions of users in what tables keep: defaults, which are worked out anew by each statement, and conditions, generated
 * columns and indexes, in which the storage has their bodies as they were when the table was made. Those functions cannot be
 * made anew while such an expression calls them.
 */
final class KeptRoutines {
    private static final String DEFAULT = "DEFAULT expression";
    private static final Set<String> IMMUTABLE =
            Set.of("index expression", "index predicate", "column generation expression");

    private final Analysis analysis;

    KeptRoutines(Analysis analysis) {
        this.analysis = analysis;
    }

    /** What a call has become, where it stands in what the catalog keeps. */
    static BoundExpression kept(BoundExpression value, RoutineCall call, Scope scope, Place at) {
        Routine r = call.routine();
        if (r.rows()) {
            throw at.failure(
                    FailureKind.UNSUPPORTED, "set-returning functions are not allowed in " + scope.kept() + "s");
        }
        boolean immutable =
                r.options().getOrDefault(Routine.VOLATILITY, "volatile").equals("immutable");
        if (!immutable && IMMUTABLE.contains(scope.kept())) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            scope.kept().startsWith("index")
                                    ? "functions in " + scope.kept() + " must be marked IMMUTABLE"
                                    : "generation expression is not immutable")
                    .sqlState("42P17")
                    .build();
        }
        if (!scope.kept().equals(DEFAULT)) {
            if (Columns.hasQuery(value)) {
                throw at.unsupported("a function of users that reads rows in a " + scope.kept());
            }
            if (IMMUTABLE.contains(scope.kept()) && !KeptExpressions.isImmutable(value)) {
                throw at.unsupported("a function of users that is not what IMMUTABLE says in a " + scope.kept());
            }
        }
        // no constant: what a function gives is not to be kept in place of its call
        return value instanceof BoundConstant
                ? new OperationValue(Operation.AS_IS, List.of(value), value.type())
                : value;
    }

    /** A text with the schemas of its functions and types written out, if it may name any. */
    static String written(String text, Analysis analysis, Consumer<Analysis> bind) {
        if (!mayCall(text, analysis) && !mayName(text, analysis)) {
            return text;
        }
        ViewText names = ViewText.calls(analysis.rules());
        Analysis noting = analysis.noting(text, names);
        names.of(noting);
        bind.accept(noting);
        return names.writtenAll(text);
    }

    private static boolean mayName(String text, Analysis analysis) {
        String folded = text.toLowerCase(Locale.ROOT);
        return analysis.catalog().types().stream()
                .anyMatch(t -> folded.contains(t.name().toLowerCase(Locale.ROOT)) || folded.contains("u&\""));
    }

    private static boolean mayCall(String text, Analysis analysis) {
        String folded = text.toLowerCase(Locale.ROOT);
        return analysis.catalog().routines().stream().anyMatch(r -> {
            String name = r.name().toLowerCase(Locale.ROOT);
            return name.indexOf('"') >= 0 || folded.contains(name) || folded.contains("u&\"");
        });
    }

    // --- who calls a function -------------------------------------------------------------------------------------

    /** Numbers of a table's columns whose defaults call a function, in themselves or in what they call. */
    List<Integer> defaults(Relation table, Routine of) {
        List<Integer> numbers = new ArrayList<>();
        for (RelationColumn c : table.columns()) {
            String source = c.hasDefault() && !c.defaultValue().inStorage()
                    ? c.defaultValue().source()
                    : null;
            if (source != null
                    && calls(source, of, in -> new Defaults(in).any(in.rules().expression(source)))) {
                numbers.add(c.number());
            }
        }
        return numbers;
    }

    /** Whether the storage keeps a function's body in a table. */
    boolean isStored(Relation table, Routine of) {
        return !stored(table, of).isEmpty();
    }

    /** What of a table may call a function so that the storage keeps the function's body. */
    enum Part {
        COLUMN,
        CONSTRAINT,
        INDEX
    }

    /**
     * A part of a table that calls a function.
     *
     * @param number of the column, the constraint or the index
     */
    record Use(Part what, int number) {}

    /** The parts of a table in which the storage keeps a function's body, in the order of the table. */
    List<Use> stored(Relation table, Routine of) {
        if (table.kind() != Relation.Kind.TABLE || !table.own()) {
            return List.of();
        }
        Map<Use, List<String>> texts = new LinkedHashMap<>();
        for (RelationColumn c : table.columns()) {
            if (c.generated()) {
                texts.put(
                        new Use(Part.COLUMN, c.number()), List.of(c.generation().source()));
            }
        }
        for (TableConstraint c : table.constraints()) {
            if (c.check() != null) {
                texts.put(new Use(Part.CONSTRAINT, c.id()), List.of(c.check()));
            }
        }
        for (TableIndex i : table.indexes()) {
            List<String> all = new ArrayList<>();
            if (i.predicate() != null) {
                all.add(i.predicate());
            }
            i.keys().stream().filter(k -> k.expression() != null).forEach(k -> all.add(k.expression()));
            TableConstraint kept = table.exclusion(i.id());
            texts.put(kept == null ? new Use(Part.INDEX, i.id()) : new Use(Part.CONSTRAINT, kept.id()), all);
        }
        texts.values().removeIf(l -> l.stream().noneMatch(t -> mayCall(t, analysis)));
        if (texts.isEmpty()) {
            return List.of();
        }
        List<Type> types = TableParts.types(analysis, table, analysis.at(0));
        List<Use> uses = new ArrayList<>();
        texts.forEach((use, all) -> {
            boolean calls = all.stream()
                    .anyMatch(t -> calls(
                            t,
                            of,
                            in -> new KeptExpressions(in, table, types)
                                    .any(in.rules().expression(t))));
            if (calls) {
                uses.add(use);
            }
        });
        return uses;
    }

    private boolean calls(String text, Routine of, Consumer<Analysis> bind) {
        if (!mayCall(text, analysis)) {
            return false;
        }
        Set<Routine> before = new HashSet<>(analysis.routines());
        analysis.routines().clear();
        try {
            bind.accept(analysis.of(text));
            return analysis.routines().stream().anyMatch(r -> r.id() == of.id());
        } catch (SqlFailure f) {
            // what means nothing any more calls nothing
            return false;
        } finally {
            analysis.routines().clear();
            analysis.routines().addAll(before);
        }
    }

    /**
     * Refuses a change of a function whose body the storage keeps in a table.
     *
     * @param what is to be done with it
     */
    void refuseStored(Routine of, String what) {
        for (Relation r : analysis.catalog().relations()) {
            if (isStored(r, of)) {
                throw SqlFailure.unsupported(what + " of function \"" + of.name() + "\", which table \"" + r.name()
                        + "\" calls in what it keeps,");
            }
        }
    }
}
