package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Which function a call means: func_select_candidate of PostgreSQL, over the functions that are served. A name or a
 * combination of types that is not among them is refused as not supported, since PostgreSQL may well have it.
 */
final class FunctionCalls {
    private FunctionCalls() {}

    static BoundExpression call(String name, List<BoundExpression> arguments, Place at) {
        if (name.equals("concat")) {
            return concat(arguments, at);
        }
        List<Registry.Implementation> fitting = Registry.all().functions(name).stream()
                .filter(s -> s.takes().size() == arguments.size() && fits(s, arguments))
                .toList();
        if (fitting.isEmpty()) {
            throw at.unsupported("function " + name + "(" + types(arguments) + ")");
        }
        Registry.Implementation chosen = choose(fitting, arguments, name, at);
        List<BoundExpression> brought = new ArrayList<>();
        for (int i = 0; i < arguments.size(); i++) {
            brought.add(Coercions.implicit(arguments.get(i), chosen.takes().get(i), at));
        }
        return chosen.maker().make(brought, chosen.result());
    }

    private static boolean fits(Registry.Implementation s, List<BoundExpression> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!Coercions.can(arguments.get(i), s.takes().get(i), Casts.Context.IMPLICIT)) {
                return false;
            }
        }
        return true;
    }

    private interface Score {
        int of(Registry.Implementation s);
    }

    /** Keeps those with the highest score. */
    private static List<Registry.Implementation> best(List<Registry.Implementation> all, Score score) {
        int most = all.stream().mapToInt(score::of).max().orElse(0);
        return all.stream().filter(s -> score.of(s) == most).toList();
    }

    private static Registry.Implementation choose(
            List<Registry.Implementation> fitting, List<BoundExpression> arguments, String name, Place at) {
        List<Registry.Implementation> left = best(fitting, s -> count(arguments, i -> isExact(s, i, arguments.get(i))));
        if (left.size() > 1) {
            left = best(
                    left,
                    s -> count(
                            arguments,
                            i -> isExact(s, i, arguments.get(i))
                                    || Coercions.isPreferred(s.takes().get(i))));
        }
        if (left.size() > 1) {
            // an argument of unknown type is text where a candidate takes text there
            left = best(
                    left,
                    s -> count(
                            arguments,
                            i -> PgTypes.isUnknown(arguments.get(i).type())
                                    && Coercions.category(s.takes().get(i)) == 'S'));
        }
        if (left.size() > 1) {
            left = best(
                    left,
                    s -> count(
                            arguments,
                            i -> PgTypes.isUnknown(arguments.get(i).type())
                                    && Coercions.isPreferred(s.takes().get(i))));
        }
        if (left.size() != 1) {
            throw at.build(FailureKind.SEMANTIC, "function " + name + "(" + types(arguments) + ") is not unique")
                    .sqlState("42725")
                    .hint("Could not choose a best candidate function. You might need to add explicit type casts.")
                    .build();
        }
        return left.get(0);
    }

    private interface Test {
        boolean holds(int argument);
    }

    private static int count(List<BoundExpression> arguments, Test test) {
        int n = 0;
        for (int i = 0; i < arguments.size(); i++) {
            n += test.holds(i) ? 1 : 0;
        }
        return n;
    }

    private static boolean isExact(Registry.Implementation s, int i, BoundExpression argument) {
        return s.takes().get(i).name().equals(argument.type().name());
    }

    static String types(List<BoundExpression> arguments) {
        return arguments.stream().map(a -> PgTypes.display(a.type())).collect(Collectors.joining(", "));
    }

    /** concat takes anything, by its output function. */
    private static BoundExpression concat(List<BoundExpression> arguments, Place at) {
        List<BoundExpression> texts = new ArrayList<>();
        for (BoundExpression a : arguments) {
            if (a.type().kind() == io.polywire.api.type.TypeKind.BOOLEAN) {
                // it writes t and f, not the words of the cast
                throw at.unsupported("concat of boolean");
            }
            texts.add(
                    PgTypes.isUnknown(a.type())
                            ? Coercions.implicit(a, PgTypes.TEXT, at)
                            : Casts.convert(a, PgTypes.TEXT, Casts.Context.ASSIGNMENT, at));
        }
        return Functions.call(TextFunctions.CONCAT, PgTypes.TEXT, texts);
    }
}
