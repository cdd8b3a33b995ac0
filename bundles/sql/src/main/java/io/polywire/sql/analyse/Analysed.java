package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.StorageFunction;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.Routine;
import java.util.List;
import java.util.Set;

/**
 * What an analysis has found.
 *
 * @param statement what it means
 * @param parameters types of its parameters
 * @param functions what expressions that the storage keeps call (conditions, generated columns, indexes): whoever changes
 *     the database brings them along
 * @param routines functions of users that it calls
 * @param invoked sources in bodies of these, which are read with the rights of whoever runs the statement
 * @param named schemas of objects that constants name
 * @param failure what it fails with as soon as it is to run; null for nothing that is known before
 */
public record Analysed(
        BoundStatement statement,
        List<Type> parameters,
        List<StorageFunction> functions,
        List<Routine> routines,
        Set<Integer> invoked,
        List<NamedSchema> named,
        SqlFailure failure) {
    /**
     * A schema whose object a constant names ({@code 's.t'::regclass}).
     *
     * @param name its name
     * @param position where the constant stands, in code points from 1
     */
    public record NamedSchema(String name, int position) {}

    /** Copies the lists. */
    public Analysed {
        parameters = List.copyOf(parameters);
        functions = List.copyOf(functions);
        routines = List.copyOf(routines);
        invoked = Set.copyOf(invoked);
        named = List.copyOf(named);
    }

    /** A statement that changes nothing and calls no function of users. */
    public Analysed(BoundStatement statement, List<Type> parameters) {
        this(statement, parameters, List.of(), List.of(), Set.of(), List.of(), null);
    }

    /** The same, failing as soon as it is to run if {@code with} is not null. */
    public Analysed failing(SqlFailure with) {
        return with == null ? this : new Analysed(statement, parameters, functions, routines, invoked, named, with);
    }
}
