package io.polywire.sql.tree;

import java.util.List;

/**
 * FOR UPDATE and its relatives.
 *
 * @param strength how strong
 * @param tables empty for all
 * @param waiting what to do about rows that are locked
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record Locking(Strength strength, List<QualifiedName> tables, Wait waiting, int start, int end) implements Part {
    /** How strong a row lock is. */
    public enum Strength {
        KEY_SHARE,
        SHARE,
        NO_KEY_UPDATE,
        UPDATE
    }
    /** What to do about locked rows. */
    public enum Wait {
        BLOCK,
        NO_WAIT,
        SKIP_LOCKED
    }

    /** Copies the lists. */
    public Locking {
        tables = List.copyOf(tables);
    }
}
