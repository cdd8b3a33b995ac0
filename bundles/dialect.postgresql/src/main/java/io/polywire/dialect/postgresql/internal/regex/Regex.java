package io.polywire.dialect.postgresql.internal.regex;

import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
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

    private final boolean referring;
    private final Dissection dissection;

    private Regex(Node root, int groups, boolean referring) {
        this.root = root;
        this.referring = referring;
        this.dissection = new Dissection(this::forwards, this::backwards);
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
        return forwards.occurs(text, 0) && (!referring || find(text, 0) != null);
    }

    /**
     * The next match.
     *
     * @param from first code point that may begin it
     * @return start and end of the whole, then of each group (-1 for one that took no part); null for no match
     */
    public int[] find(RegexText text, int from) {
        if (!referring) {
            int start = forwards.leftmost(text, from);
            return start < 0 ? null : matched(text, start);
        }
        // what the automaton takes for a match need not be one (cfindloop of regexec.c): beginnings are tried up to
        // where the
        // nearest match would end, then from there on, and that is not at the end of the text
        int close = from;
        do {
            int end = forwards.earliestEnd(text, close);
            if (end < 0) {
                return null;
            }
            int begin = forwards.leftmost(text, close);
            while (begin >= 0 && begin <= end) {
                int[] match = matched(text, begin);
                if (match != null) {
                    return match;
                }
                begin = begin == end ? -1 : forwards.leftmost(text, begin + 1);
            }
            close = end + 1;
        } while (close < text.length());
        return null;
    }

    /** The match that begins at a place where the automaton finds one; null if there is none with its back references. */
    private int[] matched(RegexText text, int start) {
        boolean shortest = root.preference() == Node.Preference.SHORTEST;
        BitSet ends = forwards.ends(text, start, text.length(), shortest && !referring);
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
        return null;
    }

    private Program forwards(Node n) {
        return parts.computeIfAbsent(n, Program::forwards);
    }

    private Program backwards(Node n) {
        return backParts.computeIfAbsent(n, Program::backwards);
    }
}
