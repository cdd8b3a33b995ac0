package io.polywire.dialect.postgresql.internal.regex;

import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Shares a match out among the parts of an expression, going back where a back reference does not hold, in the order in
 * which PostgreSQL does (cdissect and its kin of regexec.c), so that the same text is captured. Thread-safe.
 */
final class Dissection {
    /** So many parts are shared out one within the other. */
    private static final int MOST_PIECES = 1_000;

    private final Function<Node, Program> forwards;
    private final Function<Node, Program> backwards;
    private final Map<Node, List<Node>> pieces = new ConcurrentHashMap<>();
    private final Map<Node, Boolean> plain = new ConcurrentHashMap<>();

    Dissection(Function<Node, Program> forwards, Function<Node, Program> backwards) {
        this.forwards = forwards;
        this.backwards = backwards;
    }

    static boolean refers(Node n) {
        if (n instanceof Node.Back) {
            return true;
        }
        if (n instanceof Node.Group g) {
            return refers(g.what());
        }
        if (n instanceof Node.Repeat r) {
            return refers(r.what());
        }
        return n instanceof Node.Sequence s && s.parts().stream().anyMatch(Dissection::refers)
                || n instanceof Node.Choice c && c.branches().stream().anyMatch(Dissection::refers);
    }

    /** Whether there is nothing to find out in a node that matches; asked once for each. */
    private boolean isPlain(Node n) {
        return plain.computeIfAbsent(n, k -> !k.captures() && !refers(k));
    }

    /**
     * Whether a node, whose automaton matches a part of a text, does so with its back references too.
     *
     * @param match gets what is captured; as it was if it does not hold
     */
    boolean holds(Node n, RegexText text, int from, int to, int[] match) {
        text.worked(1);
        if (n instanceof Node.Back b) {
            return same(b, text, from, to, match);
        }
        if (isPlain(n)) {
            return true;
        }
        if (n instanceof Node.Group g) {
            if (!holds(g.what(), text, from, to, match)) {
                return false;
            }
            if (g.number() > 0) {
                match[2 * g.number()] = from;
                match[2 * g.number() + 1] = to;
            }
            return true;
        }
        if (n instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                if (matches(branch, text, from, to) && holds(branch, text, from, to, match)) {
                    return true;
                }
            }
            return false;
        }
        if (n instanceof Node.Repeat r && r.most() == 0) {
            return true;
        }
        if (n instanceof Node.Repeat r && !isIteration(r)) {
            return along(pieces.computeIfAbsent(r, k -> unrolled(r)), text, from, to, match);
        }
        if (n instanceof Node.Repeat r) {
            return r.what().preference() == Node.Preference.SHORTEST
                    ? shortest(r, text, from, to, match)
                    : longest(r, text, from, to, match);
        }
        return along(pieces.computeIfAbsent(n, k -> grouped((Node.Sequence) n)), text, from, to, match);
    }

    private boolean matches(Node n, RegexText text, int from, int to) {
        return forwards.apply(n).ends(text, from, to, false).get(to);
    }

    private static boolean same(Node.Back b, RegexText text, int from, int to, int[] match) {
        int begin = match[2 * b.number()];
        int length = match[2 * b.number() + 1] - begin;
        if (begin < 0) {
            return false;
        }
        if (length == 0) {
            return from == to;
        }
        if (from == to) {
            return b.least() == 0;
        }
        int times = (to - from) / length;
        if ((to - from) % length != 0 || times < b.least() || b.most() >= 0 && times > b.most()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int x = text.at(begin + (i - from) % length);
            int y = text.at(i);
            if (x != y && !(b.anyCase() && Character.toLowerCase(x) == Character.toLowerCase(y))) {
                return false;
            }
        }
        return true;
    }

    // --- one behind the other -------------------------------------------------------------------------------------

    /** x{m,n} without back references is x{m-1,n-1}x, of which the last alone captures. */
    private static boolean isIteration(Node.Repeat r) {
        boolean once = r.least() == 1 && r.most() == 1;
        return !once && (r.least() == 0 || refers(r.what()));
    }

    private static List<Node> unrolled(Node.Repeat r) {
        if (r.least() == 1 && r.most() == 1) {
            return List.of(r.what());
        }
        Node before = new Node.Repeat(bare(r.what()), r.least() - 1, r.most() < 0 ? -1 : r.most() - 1, r.own());
        return List.of(before, r.what());
    }

    /** The same without captures. */
    private static Node bare(Node n) {
        if (n instanceof Node.Group g) {
            return new Node.Group(bare(g.what()), 0);
        }
        if (n instanceof Node.Repeat r) {
            return new Node.Repeat(bare(r.what()), r.least(), r.most(), r.own());
        }
        if (n instanceof Node.Sequence s) {
            return new Node.Sequence(s.parts().stream().map(Dissection::bare).toList());
        }
        return n instanceof Node.Choice c
                ? new Node.Choice(c.branches().stream().map(Dissection::bare).toList())
                : n;
    }

    /** Parts that capture nothing and agree in what they prefer are one. */
    private static List<Node> grouped(Node.Sequence s) {
        List<Node> all = new ArrayList<>();
        List<Node> plain = new ArrayList<>();
        Node.Preference prefers = Node.Preference.NONE;
        for (Node part : s.parts()) {
            Node.Preference own = part.preference();
            boolean agrees = prefers == Node.Preference.NONE || own == Node.Preference.NONE || own == prefers;
            if (!part.captures() && !refers(part) && !isMixed(part) && agrees) {
                plain.add(part);
                prefers = prefers == Node.Preference.NONE ? own : prefers;
                continue;
            }
            if (!plain.isEmpty()) {
                all.add(new Node.Sequence(List.copyOf(plain)));
                plain.clear();
                prefers = Node.Preference.NONE;
            }
            all.add(part);
        }
        if (!plain.isEmpty()) {
            all.add(new Node.Sequence(List.copyOf(plain)));
        }
        if (all.size() > MOST_PIECES) {
            throw SqlFailure.unsupported(
                    "a regular expression with more than " + MOST_PIECES + " parts in a row that capture");
        }
        return List.copyOf(all);
    }

    /** Whether some of it prefers the longest and some the shortest. */
    private static boolean isMixed(Node n) {
        return prefers(n, Node.Preference.LONGEST) && prefers(n, Node.Preference.SHORTEST);
    }

    private static boolean prefers(Node n, Node.Preference what) {
        if (n instanceof Node.Group g) {
            return prefers(g.what(), what);
        }
        if (n instanceof Node.Repeat r) {
            return r.own() == what || prefers(r.what(), what);
        }
        if (n instanceof Node.Sequence s) {
            return s.parts().stream().anyMatch(p -> prefers(p, what));
        }
        return n instanceof Node.Choice c
                && (what == Node.Preference.LONGEST || c.branches().stream().anyMatch(p -> prefers(p, what)));
    }

    private boolean along(List<Node> parts, RegexText text, int from, int to, int[] match) {
        Node first = parts.get(0);
        if (parts.size() == 1) {
            return holds(first, text, from, to, match);
        }
        List<Node> others = parts.subList(1, parts.size());
        Node rest = others.size() == 1 ? others.get(0) : new Node.Sequence(List.copyOf(others));
        BitSet cuts = forwards.apply(first).ends(text, from, to, false);
        cuts.and(backwards.apply(rest).ends(text, to, from, false));
        boolean near = first.preference() == Node.Preference.SHORTEST;
        int cut = near ? cuts.nextSetBit(0) : cuts.length() - 1;
        while (cut >= 0) {
            int[] before = match.clone();
            if (holds(first, text, from, cut, match) && along(others, text, cut, to, match)) {
                return true;
            }
            System.arraycopy(before, 0, match, 0, match.length);
            cut = near ? cuts.nextSetBit(cut + 1) : cut == 0 ? -1 : cuts.previousSetBit(cut - 1);
        }
        return false;
    }

    // --- again and again ------------------------------------------------------------------------------------------

    /** How a text is divided among turns so far. */
    private static final class Turns {
        final int[] ends;
        final int least;
        final int most;
        int verified;

        Turns(Node.Repeat r, int from, int to) {
            least = Math.max(1, r.least());
            int longest = r.most() < 0 ? to - from : Math.min(to - from, r.most());
            most = Math.max(longest, least);
            ends = new int[most + 2];
            ends[0] = from;
        }
    }

    /** What an earlier turn has captured is gone. */
    private static void forget(Node n, int[] match) {
        if (n instanceof Node.Group g) {
            if (g.number() > 0) {
                match[2 * g.number()] = -1;
                match[2 * g.number() + 1] = -1;
            }
            forget(g.what(), match);
        } else if (n instanceof Node.Sequence s) {
            s.parts().forEach(p -> forget(p, match));
        } else if (n instanceof Node.Choice c) {
            c.branches().forEach(p -> forget(p, match));
        } else if (n instanceof Node.Repeat r) {
            forget(r.what(), match);
        }
    }

    private boolean verified(Node.Repeat r, Turns t, int k, RegexText text, int[] match) {
        for (int i = t.verified + 1; i <= k; i++) {
            forget(r.what(), match);
            if (!holds(r.what(), text, t.ends[i - 1], t.ends[i], match)) {
                return false;
            }
            t.verified = i;
        }
        return true;
    }

    private boolean longest(Node.Repeat r, RegexText text, int from, int to, int[] match) {
        int[] before = match.clone();
        Turns t = new Turns(r, from, to);
        int k = 1;
        int limit = to;
        while (k > 0) {
            BitSet ends = forwards.apply(r.what()).ends(text, t.ends[k - 1], limit, false);
            if (ends.isEmpty()) {
                k--;
            } else {
                t.ends[k] = ends.length() - 1;
                t.verified = Math.min(t.verified, k - 1);
                if (t.ends[k] != to) {
                    boolean empty = t.ends[k] == t.ends[k - 1] && (k >= t.least || t.least - k < to - t.ends[k]);
                    if (k >= t.most) {
                        k--;
                    } else if (!empty) {
                        k++;
                        limit = to;
                        continue;
                    }
                } else if (k >= t.least && verified(r, t, k, text, match)) {
                    return true;
                }
            }
            // a shorter turn, or one before it; an empty one only where it is needed
            while (k > 0) {
                int last = t.ends[k - 1];
                if (t.ends[k] > last) {
                    limit = t.ends[k] - 1;
                    if (limit > last || k < t.least && t.least - k >= to - last) {
                        break;
                    }
                }
                k--;
            }
        }
        System.arraycopy(before, 0, match, 0, match.length);
        // no turn at all, where one that matches nothing does not hold either
        return r.least() == 0 && from == to;
    }

    private boolean shortest(Node.Repeat r, RegexText text, int from, int to, int[] match) {
        if (r.least() == 0 && from == to) {
            return true;
        }
        int[] before = match.clone();
        Turns t = new Turns(r, from, to);
        int k = 1;
        int limit = from;
        while (k > 0) {
            if (limit == t.ends[k - 1] && limit != to && (k >= t.least || t.least - k < to - limit)) {
                limit++;
            }
            limit = k >= t.most ? to : limit;
            int end = forwards.apply(r.what())
                    .ends(text, t.ends[k - 1], to, false)
                    .nextSetBit(limit);
            if (end < 0) {
                k--;
            } else {
                t.ends[k] = end;
                t.verified = Math.min(t.verified, k - 1);
                if (end != to) {
                    if (k < t.most) {
                        k++;
                        limit = end;
                        continue;
                    }
                    k--;
                } else if (k >= t.least && verified(r, t, k, text, match)) {
                    return true;
                }
            }
            while (k > 0) {
                if (t.ends[k] < to) {
                    limit = t.ends[k] + 1;
                    break;
                }
                k--;
            }
        }
        System.arraycopy(before, 0, match, 0, match.length);
        return false;
    }
}
