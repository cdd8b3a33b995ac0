package io.polywire.dialect.postgresql.internal.regex;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a regular expression consists of. */
sealed interface Node {
    /** Which of several possible lengths is taken. */
    enum Preference {
        NONE,
        LONGEST,
        SHORTEST
    }

    /** Its preference (section 9.7.3.5 of the manual). */
    Preference preference();

    /** Whether something in it is captured. */
    boolean captures();

    /** The same read backwards. */
    Node reversed();

    /** One character. */
    record One(CharSet set) implements Node {
        @Override
        public Preference preference() {
            return Preference.NONE;
        }

        @Override
        public boolean captures() {
            return false;
        }

        @Override
        public Node reversed() {
            return this;
        }
    }

    /** A place. */
    record At(Constraint constraint) implements Node {
        @Override
        public Preference preference() {
            return Preference.NONE;
        }

        @Override
        public boolean captures() {
            return false;
        }

        @Override
        public Node reversed() {
            return this;
        }
    }

    /**
     * A place where something stands behind it, or before it, or does not. Nothing in it is captured.
     *
     * @param behind whether it is looked for before the place
     * @param negative whether it must not stand there
     */
    record Look(Node what, boolean behind, boolean negative) implements Node {
        @Override
        public Preference preference() {
            return Preference.NONE;
        }

        @Override
        public boolean captures() {
            return false;
        }

        @Override
        public Node reversed() {
            return this;
        }
    }

    /**
     * What a group has captured, once more. An automaton takes it for the group's own expression again; whether it is the
     * same text is found out when the match is shared out ({@link Dissection}).
     *
     * @param number of the group
     * @param what the group's expression
     * @param least how often at least
     * @param most -1 for any number
     * @param own which of several numbers is taken; NONE where there is one
     * @param anyCase whether letters of either case are the same
     */
    record Back(int number, Node what, int least, int most, Preference own, boolean anyCase) implements Node {
        @Override
        public Preference preference() {
            return own;
        }

        @Override
        public boolean captures() {
            return false;
        }

        @Override
        public Node reversed() {
            return new Back(number, what.reversed(), least, most, own, anyCase);
        }

        /** What an automaton takes it for: places do not count, since only the text is the same (removeconstraints of regcomp.c). */
        Node likeness() {
            return new Repeat(unconstrained(what), least, most, own);
        }
    }

    /** A node that matches wherever it stands. */
    private static Node unconstrained(Node n) {
        if (n instanceof At || n instanceof Look) {
            return new Sequence(List.of());
        }
        if (n instanceof Group g) {
            return new Group(unconstrained(g.what()), 0);
        }
        if (n instanceof Repeat r) {
            return new Repeat(unconstrained(r.what()), r.least(), r.most(), r.own());
        }
        if (n instanceof Sequence s) {
            return new Sequence(s.parts().stream().map(Node::unconstrained).toList());
        }
        return n instanceof Choice c
                ? new Choice(c.branches().stream().map(Node::unconstrained).toList())
                : n;
    }

    /** Which place. */
    enum Constraint {
        LINE_START,
        LINE_END,
        TEXT_START,
        TEXT_END,
        WORD_START,
        WORD_END,
        WORD_EDGE,
        NOT_WORD_EDGE
    }

    /** One behind the other; empty matches nothing at all. */
    record Sequence(List<Node> parts) implements Node {
        @Override
        public Preference preference() {
            for (Node n : parts) {
                if (n.preference() != Preference.NONE) {
                    return n.preference();
                }
            }
            return Preference.NONE;
        }

        @Override
        public boolean captures() {
            return parts.stream().anyMatch(Node::captures);
        }

        @Override
        public Node reversed() {
            List<Node> all = new ArrayList<>(parts.stream().map(Node::reversed).toList());
            Collections.reverse(all);
            return new Sequence(all);
        }
    }

    /** One of several, at least two. */
    record Choice(List<Node> branches) implements Node {
        @Override
        public Preference preference() {
            return Preference.LONGEST;
        }

        @Override
        public boolean captures() {
            return branches.stream().anyMatch(Node::captures);
        }

        @Override
        public Node reversed() {
            return new Choice(branches.stream().map(Node::reversed).toList());
        }
    }

    /**
     * Some number of times.
     *
     * @param most -1 for any number
     * @param own NONE where the number is one, which leaves it to what is repeated
     */
    record Repeat(Node what, int least, int most, Preference own) implements Node {
        @Override
        public Preference preference() {
            return own == Preference.NONE ? what.preference() : own;
        }

        @Override
        public boolean captures() {
            return what.captures();
        }

        @Override
        public Node reversed() {
            return new Repeat(what.reversed(), least, most, own);
        }
    }

    /**
     * A part in parentheses.
     *
     * @param number from 1; 0 where nothing is captured
     */
    record Group(Node what, int number) implements Node {
        @Override
        public Preference preference() {
            return what.preference();
        }

        @Override
        public boolean captures() {
            return number > 0 || what.captures();
        }

        @Override
        public Node reversed() {
            return new Group(what.reversed(), number);
        }
    }
}
