package io.polywire.sql.tree;

/**
 * A parameter of a routine.
 *
 * @param mode which way it goes
 * @param name null if none
 * @param type its type
 * @param defaultValue null if none
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record RoutineParameter(Mode mode, Identifier name, TypeName type, Expression defaultValue, int start, int end)
        implements Part {
    /** Which way a value goes. */
    public enum Mode {
        DEFAULT,
        IN,
        OUT,
        INOUT,
        VARIADIC,
        TABLE
    }
}
