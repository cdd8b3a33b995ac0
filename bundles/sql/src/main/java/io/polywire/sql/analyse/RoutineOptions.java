package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.tree.AlterRoutine;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.RowExpression;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What CREATE FUNCTION says behind its parameters (compute_function_attributes of functioncmds.c). */
final class RoutineOptions {
    private static final Set<String> PARALLEL = Set.of("safe", "restricted", "unsafe");

    private final Analysis analysis;
    private final Map<String, String> kept = new HashMap<>();
    private final boolean checked;
    private String language;
    private Literal body;

    RoutineOptions(Analysis analysis, CreateRoutine s) {
        this.analysis = analysis;
        this.checked = !s.deferred();
        Set<String> seen = new HashSet<>();
        for (Option o : s.options()) {
            String name = o.name().last().name();
            if (!seen.add(group(name))) {
                throw analysis.at(o).failure(FailureKind.SYNTAX, "conflicting or redundant options");
            }
            option(name, o);
        }
        if (s.returnForm()) {
            kept.put(Routine.RETURN, "true");
        }
        if (body != null && s.body() != null) {
            throw RoutineBinder.invalid("duplicate function body specified");
        }
        if (body == null && s.body() == null) {
            throw RoutineBinder.invalid("no function body specified");
        }
        if (language == null && s.body() == null) {
            throw RoutineBinder.invalid("no language specified");
        }
        if (language != null && !language.equals("sql")) {
            throw Set.of("plpgsql", "c", "internal").contains(language)
                    ? analysis.at(s).unsupported("a function in LANGUAGE " + language)
                    : SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
        }
    }

    /** Those of ALTER FUNCTION, beside what the function has. */
    RoutineOptions(Analysis analysis, AlterRoutine s, Routine r) {
        this.analysis = analysis;
        this.checked = false;
        kept.putAll(r.options());
        Set<String> seen = new HashSet<>();
        for (Option o : s.options()) {
            String name = o.name().last().name();
            boolean setting = name.equals("set") || name.equals("reset");
            if (!setting && !seen.add(group(name))) {
                throw analysis.at(o).failure(FailureKind.SYNTAX, "conflicting or redundant options");
            }
            // one without settings has none to take back
            if (!name.equals("reset")) {
                option(name, o);
            }
        }
    }

    /** Options that exclude each other. */
    private static String group(String name) {
        return switch (name) {
            case "immutable", "stable", "volatile" -> Routine.VOLATILITY;
            case "strict", "called on null input" -> Routine.STRICT;
            case "leakproof", "not leakproof" -> Routine.LEAKPROOF;
            case "security definer", "security invoker" -> "security";
            default -> name;
        };
    }

    private void option(String name, Option o) {
        switch (name) {
            case "as" -> {
                if (o.value() instanceof RowExpression) {
                    throw RoutineBinder.invalid("only one AS item needed for language \"sql\"");
                }
                body = (Literal) o.value();
            }
            case "language" -> language = word(o).toLowerCase(Locale.ROOT);
            case "immutable", "stable", "volatile" -> kept.put(Routine.VOLATILITY, name);
            case "strict" -> kept.put(Routine.STRICT, "true");
            case "leakproof" -> kept.put(Routine.LEAKPROOF, "true");
            case "cost" -> kept.put(Routine.COST, positive("COST", o));
            case "rows" -> kept.put(Routine.ROWS, positive("ROWS", o));
            case "parallel" -> {
                String word = word(o);
                if (!PARALLEL.contains(word)) {
                    throw SqlFailure.build(
                                    FailureKind.SYNTAX, "parameter \"parallel\" must be SAFE, RESTRICTED, or UNSAFE")
                            .build();
                }
                kept.put(Routine.PARALLEL, word);
            }
            case "called on null input" -> kept.remove(Routine.STRICT);
            case "not leakproof" -> kept.remove(Routine.LEAKPROOF);
            case "security invoker" -> {
                // so it is anyway
            }
            default ->
                throw analysis.at(o)
                        .unsupported(
                                switch (name) {
                                    case "security definer" -> "a function with SECURITY DEFINER";
                                    case "set", "reset" -> "a function with settings of its own";
                                    case "window" -> "a window function of users";
                                    default -> "a function with " + name.toUpperCase(Locale.ROOT);
                                });
        }
    }

    private String positive(String word, Option o) {
        String text = analysis.text(o.value());
        BigDecimal n;
        try {
            n = new BigDecimal(text.replace(" ", ""));
        } catch (NumberFormatException e) {
            throw analysis.at(o).failure(FailureKind.SYNTAX, word + " must be a number");
        }
        if (n.signum() <= 0) {
            throw SqlFailure.build(FailureKind.DATA, word + " must be positive")
                    .sqlState("22023")
                    .build();
        }
        return n.stripTrailingZeros().toPlainString();
    }

    private static String word(Option o) {
        return o.value() instanceof ColumnReference c
                ? c.parts().get(c.parts().size() - 1).name()
                : ((Literal) o.value()).value();
    }

    /** Checks them against what the function gives. */
    void check(boolean rows) {
        if (kept.containsKey(Routine.ROWS) && !rows) {
            throw SqlFailure.build(FailureKind.DATA, "ROWS is not applicable when function does not return a set")
                    .sqlState("22023")
                    .build();
        }
    }

    /** What the catalog keeps of them. */
    Map<String, String> kept() {
        return kept;
    }

    /** Whether the body is looked at now (check_function_bodies). */
    boolean checked() {
        return checked;
    }

    /** The body as a text; null if it was written otherwise. */
    String body() {
        return body == null ? null : body.value();
    }

    /** Where the text of the body begins within the statement; -1 if it is written with escapes. */
    int bodyStart() {
        String text = analysis.text(body);
        int before = text.startsWith("$") ? text.indexOf('$', 1) + 1 : text.startsWith("'") ? 1 : -1;
        return before < 0 || !text.startsWith(body.value(), before) ? -1 : body.start() + before;
    }
}
