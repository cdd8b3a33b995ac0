package io.polywire.sql.tree;

/**
 * A part of a statement that was taken apart, and where it stands in the text. Parts are immutable records whose last two
 * components are the positions; what is null where is said by each. Nothing in them belongs to one dialect: a parser
 * takes the words of its own language to what is here, and an analyser, which knows the dialect, says what they mean.
 */
public interface Part {
    /** First character in the statement's text, from 0. */
    int start();

    /** The character behind the last. */
    int end();
}
