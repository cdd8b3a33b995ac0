package io.polywire.sql.tree;

import io.polywire.api.storage.Access;
import java.util.List;

/**
 * CREATE FUNCTION and CREATE PROCEDURE.
 *
 * @param orReplace as written
 * @param procedure or a function
 * @param name its name
 * @param parameters with those of RETURNS TABLE
 * @param returns null if none was written
 * @param options LANGUAGE, VOLATILE, AS, ... in the order written
 * @param body statements of a body in SQL's own syntax; null if the body is a string
 * @param returnForm whether the body is a single RETURN
 * @param deferred whether a body that is a text is looked at when the function is called, and not now
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record CreateRoutine(
        boolean orReplace,
        boolean procedure,
        QualifiedName name,
        List<RoutineParameter> parameters,
        TypeName returns,
        List<Option> options,
        List<StatementBody> body,
        boolean returnForm,
        boolean deferred,
        int start,
        int end)
        implements StatementBody {
    /** Copies the lists. */
    public CreateRoutine {
        parameters = List.copyOf(parameters);
        options = List.copyOf(options);
        body = body == null ? null : List.copyOf(body);
    }

    /** The same whose body is not looked at before it is called. */
    public CreateRoutine unchecked() {
        return new CreateRoutine(
                orReplace, procedure, name, parameters, returns, options, body, returnForm, true, start, end);
    }

    @Override
    public String command() {
        return procedure ? "CREATE PROCEDURE" : "CREATE FUNCTION";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
