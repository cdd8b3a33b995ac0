package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Which of several candidates arguments mean: func_match_argtypes and func_select_candidate of parse_func.c, over all that
 * PostgreSQL has.
 */
final class Resolution {
    /**
     * A function or operator that might be meant.
     *
     * @param takes type names, one for each argument of the call
     * @param what the caller's own
     */
    record Candidate<T>(List<String> takes, T what) {}

    private static final String UNKNOWN = "unknown";

    private Resolution() {}

    /** Those that take exactly these types. */
    static <T> Candidate<T> exact(List<Candidate<T>> all, List<Type> arguments) {
        for (Candidate<T> c : all) {
            boolean same = true;
            for (int i = 0; same && i < arguments.size(); i++) {
                same = c.takes().get(i).equals(arguments.get(i).name());
            }
            if (same) {
                return c;
            }
        }
        return null;
    }

    /** Those that take these types with implicit casts. */
    static <T> List<Candidate<T>> matching(List<Candidate<T>> all, List<Type> arguments) {
        return all.stream().filter(c -> matches(c.takes(), arguments)).toList();
    }

    private static boolean matches(List<String> takes, List<Type> arguments) {
        for (int i = 0; i < arguments.size(); i++) {
            if (!Pathway.implicit(arguments.get(i), takes.get(i))) {
                return false;
            }
        }
        return Generics.consistent(takes, arguments);
    }

    /** The best one of several that match, or null where none is better than the others. */
    static <T> Candidate<T> best(List<Candidate<T>> matching, List<Type> arguments) {
        if (matching.size() == 1) {
            return matching.get(0);
        }
        int n = arguments.size();
        int unknowns = 0;
        for (Type t : arguments) {
            unknowns += PgTypes.isUnknown(t) ? 1 : 0;
        }
        List<Candidate<T>> left = most(matching, c -> {
            int exact = 0;
            for (int i = 0; i < n; i++) {
                exact += isKnown(arguments.get(i))
                                && c.takes().get(i).equals(arguments.get(i).name())
                        ? 1
                        : 0;
            }
            return exact;
        });
        if (left.size() == 1) {
            return left.get(0);
        }
        left = most(left, c -> {
            int good = 0;
            for (int i = 0; i < n; i++) {
                Type a = arguments.get(i);
                String t = c.takes().get(i);
                good += isKnown(a)
                                && (t.equals(a.name())
                                        || category(t) == ServerCatalog.category(a) && ServerCatalog.isPreferred(t))
                        ? 1
                        : 0;
            }
            return good;
        });
        if (left.size() == 1) {
            return left.get(0);
        }
        if (unknowns == 0) {
            return null;
        }
        left = byCategory(left, arguments);
        if (left.size() == 1) {
            return left.get(0);
        }
        return unknowns < n ? asTheOthers(left, arguments) : null;
    }

    private static boolean isKnown(Type t) {
        return !PgTypes.isUnknown(t);
    }

    private static char category(String type) {
        ServerCatalog.TypeRow row = ServerCatalog.all().type(type);
        return row == null ? 'U' : row.category();
    }

    private static <T> List<Candidate<T>> most(List<Candidate<T>> all, ToIntFunction<Candidate<T>> score) {
        int most = all.stream().mapToInt(score).max().orElse(0);
        return all.stream().filter(c -> score.applyAsInt(c) == most).toList();
    }

    /** Keeps those that take the category that every candidate takes for an unknown argument, strings before others. */
    private static <T> List<Candidate<T>> byCategory(List<Candidate<T>> all, List<Type> arguments) {
        int n = arguments.size();
        char[] slots = new char[n];
        boolean[] preferred = new boolean[n];
        for (int i = 0; i < n; i++) {
            if (isKnown(arguments.get(i))) {
                continue;
            }
            boolean conflict = false;
            for (Candidate<T> c : all) {
                char category = category(c.takes().get(i));
                boolean p = ServerCatalog.isPreferred(c.takes().get(i));
                if (slots[i] == 0 || category == 'S' && slots[i] != 'S') {
                    slots[i] = category;
                    preferred[i] = p;
                } else if (category == slots[i]) {
                    preferred[i] |= p;
                } else {
                    conflict = true;
                }
            }
            if (conflict && slots[i] != 'S') {
                return all;
            }
        }
        List<Candidate<T>> kept = new ArrayList<>();
        for (Candidate<T> c : all) {
            boolean keep = true;
            for (int i = 0; keep && i < n; i++) {
                String t = c.takes().get(i);
                keep = isKnown(arguments.get(i))
                        || category(t) == slots[i] && (!preferred[i] || ServerCatalog.isPreferred(t));
            }
            if (keep) {
                kept.add(c);
            }
        }
        return kept.isEmpty() ? all : kept;
    }

    /** Unknown arguments taken to be of the one type that all others are of. */
    private static <T> Candidate<T> asTheOthers(List<Candidate<T>> all, List<Type> arguments) {
        Type known = null;
        for (Type t : arguments) {
            if (isKnown(t)) {
                if (known != null && !known.name().equals(t.name())) {
                    return null;
                }
                known = t;
            }
        }
        Candidate<T> found = null;
        for (Candidate<T> c : all) {
            boolean can = true;
            for (String t : c.takes()) {
                can &= Pathway.implicit(known, t);
            }
            can = can && Generics.consistent(c.takes(), Collections.nCopies(arguments.size(), known));
            if (can && found != null) {
                return null;
            }
            found = can ? c : found;
        }
        return found;
    }

    static boolean isUnknown(String name) {
        return name.equals(UNKNOWN);
    }
}
