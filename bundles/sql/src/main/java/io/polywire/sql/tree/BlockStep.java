package io.polywire.sql.tree;

import java.util.List;

/**
 * A statement of a block of code. SQL in it is kept as text, since it is prepared when its turn comes: what stands before it
 * may make what it names.
 */
public sealed interface BlockStep {
    /** The line of the block that it begins in, from 1. */
    int line();

    /**
     * A block in a block.
     *
     * @param steps what it does
     * @param handlers what is done instead when one of these fails; its work is undone then
     */
    record Block(List<BlockStep> steps, List<Handler> handlers, int line) implements BlockStep {
        /** Copies the lists. */
        public Block {
            steps = List.copyOf(steps);
            handlers = List.copyOf(handlers);
        }
    }

    /**
     * WHEN ... THEN of a block's EXCEPTION.
     *
     * @param states SQLSTATEs that it is for; one that ends with 000 stands for its whole class
     * @param others whether it is for all failures but a cancelled statement
     */
    record Handler(List<String> states, boolean others, List<BlockStep> steps) {
        /** Copies the lists. */
        public Handler {
            states = List.copyOf(states);
            steps = List.copyOf(steps);
        }
    }

    /** A statement of SQL that gives no rows. */
    record Run(String sql, int line) implements BlockStep {}

    /** A query whose rows nobody wants: PERFORM. */
    record Perform(String sql, int line) implements BlockStep {}

    /** A statement whose text is worked out first: EXECUTE. */
    record Dynamic(String expression, int line) implements BlockStep {}

    /** IF: the first branch whose condition is true, else {@code otherwise}. */
    record If(List<Branch> branches, List<BlockStep> otherwise, int line) implements BlockStep {
        /** Copies the lists. */
        public If {
            branches = List.copyOf(branches);
            otherwise = List.copyOf(otherwise);
        }
    }

    /** A condition, as text, and what is done where it is true. */
    record Branch(String condition, List<BlockStep> steps) {
        /** Copies the list. */
        public Branch {
            steps = List.copyOf(steps);
        }
    }

    /**
     * RAISE.
     *
     * @param level in lower case: debug, log, info, notice, warning or exception
     * @param state SQLSTATE that is given by the statement; null for the usual one
     * @param message its message with a percent sign for each argument; null where it is the name of a condition
     * @param condition name or SQLSTATE that is the message where there is none; null if none is given
     * @param arguments expressions, as text
     * @param options what else is told
     */
    record Raise(
            String level,
            String state,
            String message,
            String condition,
            List<String> arguments,
            List<RaiseOption> options,
            int line)
            implements BlockStep {
        /** Copies the lists. */
        public Raise {
            arguments = List.copyOf(arguments);
            options = List.copyOf(options);
        }

        /** Whether it raises anew what its handler is for. */
        public boolean again() {
            return message == null && condition == null && options.isEmpty();
        }
    }

    /** USING of RAISE: MESSAGE, DETAIL, HINT, ERRCODE ... and an expression, as text. */
    record RaiseOption(String name, String expression) {}

    /** RETURN: ends the whole. */
    record Return(int line) implements BlockStep {}
}
