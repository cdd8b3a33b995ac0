package io.polywire.dialect.postgresql.internal.regex;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Arrays;
import java.util.BitSet;

/** A regular expression as an automaton, which goes over a text once with all its states at the same time. */
final class Program {
    /** Most states, about what PostgreSQL allows before it calls an expression too complex. */
    private static final int MOST_STATES = 100_000;

    private enum Op {
        ONE,
        AT,
        LOOK,
        SPLIT,
        ACCEPT
    }

    private Op[] ops = new Op[16];
    private Object[] what = new Object[16];
    private int[] next = new int[16];
    private int[] other = new int[16];
    private int size;
    private final int start;
    private final boolean backwards;

    private Program(Node n, boolean backwards) {
        this.backwards = backwards;
        int accept = add(Op.ACCEPT, null, -1, -1);
        this.start = compile(backwards ? n.reversed() : n, accept);
    }

    static Program forwards(Node n) {
        return new Program(n, false);
    }

    /** Reads from the end of a part to its start. */
    static Program backwards(Node n) {
        return new Program(n, true);
    }

    private int add(Op op, Object x, int to, int or) {
        if (size == MOST_STATES) {
            throw SqlFailure.build(FailureKind.DATA, "invalid regular expression: regular expression is too complex")
                    .sqlState("2201B")
                    .build();
        }
        if (size == ops.length) {
            ops = Arrays.copyOf(ops, size * 2);
            what = Arrays.copyOf(what, size * 2);
            next = Arrays.copyOf(next, size * 2);
            other = Arrays.copyOf(other, size * 2);
        }
        ops[size] = op;
        what[size] = x;
        next[size] = to;
        other[size] = or;
        return size++;
    }

    /** The state in which a node begins that goes on to another one. */
    private int compile(Node n, int to) {
        if (n instanceof Node.One one) {
            return add(Op.ONE, one.set(), to, -1);
        }
        if (n instanceof Node.At at) {
            return add(Op.AT, at.constraint(), to, -1);
        }
        if (n instanceof Node.Look look) {
            return add(Op.LOOK, new Lookaround(look), to, -1);
        }
        if (n instanceof Node.Back back) {
            return compile(back.likeness(), to);
        }
        if (n instanceof Node.Group g) {
            return compile(g.what(), to);
        }
        if (n instanceof Node.Sequence s) {
            int at = to;
            for (int i = s.parts().size() - 1; i >= 0; i--) {
                at = compile(s.parts().get(i), at);
            }
            return at;
        }
        if (n instanceof Node.Choice c) {
            int at = -1;
            for (Node branch : c.branches()) {
                int b = compile(branch, to);
                at = at < 0 ? b : add(Op.SPLIT, null, at, b);
            }
            return at;
        }
        return repeat((Node.Repeat) n, to);
    }

    private int repeat(Node.Repeat r, int to) {
        int at = to;
        if (r.most() < 0) {
            int loop = add(Op.SPLIT, null, -1, to);
            // first compiled, then stored: the array may have become a longer one meanwhile
            int body = compile(r.what(), loop);
            next[loop] = body;
            at = loop;
        } else {
            for (int i = r.least(); i < r.most(); i++) {
                int once = compile(r.what(), at);
                at = add(Op.SPLIT, null, once, to);
            }
        }
        for (int i = 0; i < r.least(); i++) {
            at = compile(r.what(), at);
        }
        return at;
    }

    /** States that are alive at one place, each with where its match began. */
    private final class States {
        final int[] list = new int[size];
        final int[] from = new int[size];
        final int[] mark = new int[size];
        final int[] stack = new int[size * 2 + 2];
        int count;
        int round;

        void clear() {
            count = 0;
            round++;
        }

        void add(int state, int began, RegexText text, int at) {
            int top = 0;
            stack[top++] = state;
            while (top > 0) {
                int s = stack[--top];
                if (mark[s] == round) {
                    continue;
                }
                mark[s] = round;
                switch (ops[s]) {
                    case SPLIT -> {
                        stack[top++] = other[s];
                        stack[top++] = next[s];
                    }
                    case AT -> {
                        if (text.holds((Node.Constraint) what[s], at)) {
                            stack[top++] = next[s];
                        }
                    }
                    case LOOK -> {
                        if (((Lookaround) what[s]).holds(text, at)) {
                            stack[top++] = next[s];
                        }
                    }
                    default -> {
                        list[count] = s;
                        from[count++] = began;
                    }
                }
            }
        }
    }

    /**
     * The first place where a match begins.
     *
     * @return -1 if there is none
     */
    int leftmost(RegexText text, int from) {
        return search(text, from, false);
    }

    /** Whether there is a match anywhere. */
    boolean occurs(RegexText text, int from) {
        return search(text, from, true) >= 0;
    }

    /**
     * The first place where a match ends that begins at one or behind it.
     *
     * @return -1 if there is none
     */
    int earliestEnd(RegexText text, int from) {
        States now = new States();
        States then = new States();
        now.clear();
        for (int at = from; ; at++) {
            now.add(start, at, text, at);
            text.worked(now.count);
            then.clear();
            for (int i = 0; i < now.count; i++) {
                int s = now.list[i];
                if (ops[s] == Op.ACCEPT) {
                    return at;
                }
                if (at < text.length() && ((CharSet) what[s]).contains(text.at(at))) {
                    then.add(next[s], at, text, at + 1);
                }
            }
            if (at == text.length()) {
                return -1;
            }
            States t = now;
            now = then;
            then = t;
        }
    }

    private int search(RegexText text, int from, boolean any) {
        States now = new States();
        States then = new States();
        now.clear();
        int found = -1;
        for (int at = from; ; at++) {
            // states of earlier beginnings come first, so that a state keeps its earliest
            if (found < 0) {
                now.add(start, at, text, at);
            }
            text.worked(now.count);
            then.clear();
            for (int i = 0; i < now.count; i++) {
                int s = now.list[i];
                int began = now.from[i];
                if (found >= 0 && began >= found) {
                    continue;
                }
                if (ops[s] == Op.ACCEPT) {
                    found = began;
                    if (any) {
                        return found;
                    }
                } else if (at < text.length() && ((CharSet) what[s]).contains(text.at(at))) {
                    then.add(next[s], began, text, at + 1);
                }
            }
            if (at == text.length() || found >= 0 && then.count == 0) {
                return found;
            }
            States t = now;
            now = then;
            then = t;
        }
    }

    /**
     * All places at which a match ends that begins at one (or begins, backwards).
     *
     * @param limit no further than that
     * @param first whether the nearest one is enough
     */
    BitSet ends(RegexText text, int from, int limit, boolean first) {
        BitSet ends = new BitSet();
        int step = backwards ? -1 : 1;
        States now = new States();
        States then = new States();
        now.clear();
        now.add(start, from, text, from);
        for (int at = from; now.count > 0; at += step) {
            text.worked(now.count);
            then.clear();
            for (int i = 0; i < now.count; i++) {
                int s = now.list[i];
                if (ops[s] == Op.ACCEPT) {
                    ends.set(at);
                } else if (at != limit && ((CharSet) what[s]).contains(text.at(backwards ? at - 1 : at))) {
                    then.add(next[s], from, text, at + step);
                }
            }
            if (at == limit || first && !ends.isEmpty()) {
                break;
            }
            States t = now;
            now = then;
            then = t;
        }
        return ends;
    }
}
