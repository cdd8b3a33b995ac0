package io.polywire.dialect.postgresql.internal.regex;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A regular expression. Immutable but for automatons that are made when first needed; thread-safe.
 *
 * <p>The whole takes the leftmost match, of these the longest or shortest as the expression prefers; its parts then share
 * that match out from the left, each the longest or shortest that lets the others match (section 9.7.3.5).
 */
public final class Regex {
    private static final int KEPT = 256;
    private static final int LONGEST_KEPT = 10_000;

    @SuppressWarnings("serial")
    private static final Map<String, Regex> RECENT = new LinkedHashMap<>(KEPT, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Regex> eldest) {
            return size() > KEPT;
        }
    };

    private final Node root;
    private final int groups;
    private final Program forwards;
    private final Map<Node, Program> parts = new java.util.concurrent.ConcurrentHashMap<>();
    private final Map<Node, Program> backParts = new java.util.concurrent.ConcurrentHashMap<>();

    /** Of an expression with back references; else null. */
    private final Dissection dissection;

    private Regex(Node root, int groups, boolean referring) {
        this.root = root;
        this.dissection = referring ? new Dissection(this::forwards, this::backwards) : null;
        this.groups = groups;
        this.forwards = Program.forwards(root);
    }

    /**
     * Reads an expression.
     *
     * @param flags letters of regular expression options, without "g"
     * @throws io.polywire.api.error.SqlFailure 2201B for a wrong one; 0A000 for a construct that is not served
     */
    public static Regex of(String pattern, String flags) {
        String key = flags + ":" + pattern;
        synchronized (RECENT) {
            Regex known = RECENT.get(key);
            if (known != null) {
                return known;
            }
        }
        RegexParser p = new RegexParser(pattern, flags);
        Regex r = regex(p);
        if (key.length() <= LONGEST_KEPT) {
            synchronized (RECENT) {
                RECENT.put(key, r);
            }
        }
        return r;
    }

    private static Regex regex(RegexParser p) {
        Node root = p.parse();
        return new Regex(root, p.groups(), p.isReferring());
    }

    /** Number of groups that capture. */
    public int groups() {
        return groups;
    }

    /** Whether it matches anywhere in a text. */
    public boolean matches(RegexText text) {
        return forwards.occurs(text, 0) && (dissection == null || find(text, 0) != null);
    }

    /**
     * The next match.
     *
     * @param from first code point that may begin it
     * @return start and end of the whole, then of each group (-1 for one that took no part); null for no match
     */
    public int[] find(RegexText text, int from) {
        if (dissection != null) {
            return referring(text, from);
        }
        int start = forwards.leftmost(text, from);
        if (start < 0) {
            return null;
        }
        boolean shortest = root.preference() == Node.Preference.SHORTEST;
        BitSet ends = forwards.ends(text, start, text.length(), shortest);
        int end = shortest ? ends.nextSetBit(0) : ends.length() - 1;
        int[] match = new int[2 + 2 * groups];
        Arrays.fill(match, -1);
        match[0] = start;
        match[1] = end;
        share(root, text, start, end, match);
        return match;
    }

    /** As {@link #find}, of what the automaton takes for a match only what holds (cfindloop of regexec.c). */
    private int[] referring(RegexText text, int from) {
        boolean shortest = root.preference() == Node.Preference.SHORTEST;
        for (int begin = from; begin <= text.length(); begin++) {
            int start = forwards.leftmost(text, begin);
            if (start < 0) {
                return null;
            }
            BitSet ends = forwards.ends(text, start, text.length(), false);
            int end = shortest ? ends.nextSetBit(0) : ends.length() - 1;
            while (end >= 0) {
                int[] match = new int[2 + 2 * groups];
                Arrays.fill(match, -1);
                if (dissection.holds(root, text, start, end, match)) {
                    match[0] = start;
                    match[1] = end;
                    return match;
                }
                end = shortest ? ends.nextSetBit(end + 1) : end == 0 ? -1 : ends.previousSetBit(end - 1);
            }
            begin = start;
        }
        return null;
    }

    private Program forwards(Node n) {
        return parts.computeIfAbsent(n, Program::forwards);
    }

    private Program backwards(Node n) {
        return backParts.computeIfAbsent(n, Program::backwards);
    }

    /** Finds out what the parts of a node take of what the node has matched. */
    private void share(Node n, RegexText text, int from, int to, int[] match) {
        if (!n.captures()) {
            return;
        }
        if (n instanceof Node.Group g) {
            if (g.number() > 0) {
                match[2 * g.number()] = from;
                match[2 * g.number() + 1] = to;
            }
            share(g.what(), text, from, to, match);
        } else if (n instanceof Node.Sequence s) {
            sequence(s.parts(), text, from, to, match);
        } else if (n instanceof Node.Choice c) {
            for (Node branch : c.branches()) {
                if (forwards(branch).ends(text, from, to, false).get(to)) {
                    share(branch, text, from, to, match);
                    return;
                }
            }
        } else if (n instanceof Node.Repeat r) {
            repeat(r, text, from, to, match);
        }
    }

    private void sequence(List<Node> all, RegexText text, int from, int to, int[] match) {
        int at = from;
        List<Node> rest = new ArrayList<>(all);
        while (!rest.isEmpty()) {
            Node first = rest.remove(0);
            if (rest.isEmpty()) {
                share(first, text, at, to, match);
                return;
            }
            Node behind = new Node.Sequence(List.copyOf(rest));
            int end = cut(first, behind, text, at, to, at);
            share(first, text, at, end, match);
            if (!behind.captures()) {
                return;
            }
            at = end;
        }
    }

    /** Where a node ends, by its preference, so that the rest reaches the end. */
    private int cut(Node first, Node rest, RegexText text, int from, int to, int least) {
        BitSet ends = forwards(first).ends(text, from, to, false);
        ends.and(backwards(rest).ends(text, to, from, false));
        return first.preference() == Node.Preference.SHORTEST ? ends.nextSetBit(least) : ends.length() - 1;
    }

    private void repeat(Node.Repeat r, RegexText text, int from, int to, int[] match) {
        int at = from;
        int done = 0;
        while (at < to) {
            done++;
            Node rest = new Node.Repeat(
                    r.what(), Math.max(0, r.least() - done), r.most() < 0 ? -1 : Math.max(0, r.most() - done), r.own());
            int end = cut(r.what(), rest, text, at, to, at + 1);
            if (end <= at) {
                // only nothing is left for it
                end = to;
            }
            forget(r.what(), match);
            share(r.what(), text, at, end, match);
            at = end;
        }
        if (done < r.least()) {
            forget(r.what(), match);
            share(r.what(), text, to, to, match);
        }
    }

    /** What an earlier turn has captured is gone. */
    static void forget(Node n, int[] match) {
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
}
