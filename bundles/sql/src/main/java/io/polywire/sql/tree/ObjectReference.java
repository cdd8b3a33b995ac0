package io.polywire.sql.tree;

import java.util.List;

/**
 * An object of the schema by its kind and name.
 *
 * @param kind its kind
 * @param name its name; the last part is a column for COLUMN
 * @param signature parameter types of a routine; null where none were written
 * @param type for a type or domain; else null
 * @param on the table or domain of a constraint, trigger, rule or policy; else null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record ObjectReference(
        ObjectKind kind,
        QualifiedName name,
        List<RoutineParameter> signature,
        TypeName type,
        QualifiedName on,
        int start,
        int end)
        implements Part {
    /** Copies the lists. */
    public ObjectReference {
        signature = signature == null ? null : List.copyOf(signature);
    }
}
