package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.sql.tree.Cast;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.SetConstraints;
import io.polywire.sql.tree.SetTransaction;
import io.polywire.sql.tree.SetVariable;
import io.polywire.sql.tree.ShowVariable;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.List;

/** SET, RESET and SHOW. */
final class Settings extends Rules {
    Settings(PgParser parser) {
        super(parser);
    }

    /** SET, whatever is set. */
    StatementBody set() {
        int start = start();
        cursor.advance();
        if (is(CONSTRAINTS) && !isAssignment(1)) {
            return constraints(start);
        }
        SetVariable.Scope scope = SetVariable.Scope.SESSION;
        boolean session = is(SESSION) && !isAssignment(1) && !next(1, AUTHORIZATION);
        if (is(LOCAL) && !isAssignment(1)) {
            scope = SetVariable.Scope.LOCAL;
            cursor.advance();
        } else if (session) {
            // SET SESSION may stand before SESSION CHARACTERISTICS, and both words may be variables.
            if (!(next(1, CHARACTERISTICS) && next(2, AS))) {
                cursor.advance();
            }
        }
        if (is(SESSION) && next(1, CHARACTERISTICS) && next(2, AS)) {
            cursor.advance();
            cursor.advance();
            expect(AS, TRANSACTION);
            return new SetTransaction(true, parser.transactions.modes(true), null, start, end());
        }
        if (is(TRANSACTION) && !isAssignment(1)) {
            cursor.advance();
            if (accept(SNAPSHOT)) {
                return new SetTransaction(false, null, string(), start, end());
            }
            return new SetTransaction(false, parser.transactions.modes(true), null, start, end());
        }
        return rest(scope, start);
    }

    /** Whether what stands here is the name of a variable that is set. */
    private boolean isAssignment(int distance) {
        return next(distance, TO) || next(distance, '=') || next(distance, FROM) || next(distance, '.');
    }

    private StatementBody constraints(int start) {
        cursor.advance();
        List<QualifiedName> names = accept(ALL) ? List.of() : list(this::qualifiedName);
        boolean deferred = accept(DEFERRED);
        if (!deferred) {
            expect(IMMEDIATE);
        }
        return new SetConstraints(names, deferred, start, end());
    }

    /** set_rest_more. */
    private SetVariable rest(SetVariable.Scope scope, int start) {
        Keyword k = word();
        if (k != null && !isAssignment(1)) {
            switch (k) {
                case TIME:
                    cursor.advance();
                    expect(ZONE);
                    return variable(scope, "timezone", zone(), start);
                case CATALOG:
                    cursor.advance();
                    int at = start();
                    string();
                    throw tokens.failureAt(FailureKind.UNSUPPORTED, "current database cannot be changed", at)
                            .build();
                case SCHEMA:
                    cursor.advance();
                    return variable(scope, "search_path", string(), start);
                case NAMES:
                    cursor.advance();
                    Expression encoding = is(Tokens.STRING) ? string() : null;
                    if (encoding == null) {
                        accept(DEFAULT);
                    }
                    return variable(scope, "client_encoding", encoding, start);
                case ROLE:
                    cursor.advance();
                    return variable(scope, "role", parser.options.wordOrString(), start);
                case SESSION:
                    cursor.advance();
                    expect(AUTHORIZATION);
                    Expression who = accept(DEFAULT) ? null : parser.options.wordOrString();
                    return variable(scope, "session_authorization", who, start);
                case XML:
                    throw unsupported("XML OPTION");
                default:
                    break;
            }
        }
        String name = variableName();
        if (accept(FROM)) {
            expect(CURRENT);
            return new SetVariable(scope, name, List.of(), true, start, end());
        }
        if (!accept(TO)) {
            expect('=');
        }
        List<Expression> values = accept(DEFAULT) ? List.of() : list(parser.options::simpleValue);
        return new SetVariable(scope, name, values, false, start, end());
    }

    private SetVariable variable(SetVariable.Scope scope, String name, Expression value, int start) {
        return new SetVariable(scope, name, value == null ? List.of() : List.of(value), false, start, end());
    }

    /** var_name. */
    private String variableName() {
        StringBuilder name = new StringBuilder(name().name());
        while (accept('.')) {
            name.append('.').append(name().name());
        }
        return name.toString();
    }

    /** zone_value; null for DEFAULT and LOCAL. */
    private Expression zone() {
        int start = start();
        if (accept(DEFAULT) || accept(LOCAL)) {
            return null;
        }
        if (is(Tokens.STRING)) {
            return string();
        }
        if (is(Tokens.IDENTIFIER)) {
            Identifier id = label();
            return new ColumnReference(List.of(id), id.start(), id.end());
        }
        if (!accept(INTERVAL)) {
            return number();
        }
        List<Expression> precision = List.of();
        if (accept('(')) {
            precision = List.of(integer());
            expect(')');
        }
        Literal value = string();
        int fields = start();
        TypeName type = precision.isEmpty()
                ? parser.types.fields(start)
                : parser.types.builtin("interval", precision, null, start);
        if (type.fields() != null
                && !type.fields().equals("HOUR")
                && !type.fields().equals("HOUR TO MINUTE")) {
            throw failure("time zone interval must be HOUR or HOUR TO MINUTE", fields);
        }
        return new Cast(value, type, Cast.Style.LITERAL, start, end());
    }

    /** SetResetClause: SET or RESET as ALTER ROLE, ALTER DATABASE and CREATE FUNCTION have it. */
    StatementBody setOrReset() {
        int start = start();
        if (is(RESET)) {
            return reset();
        }
        expect(SET);
        if (is(TRANSACTION) && !isAssignment(1)) {
            cursor.advance();
            return new SetTransaction(false, parser.transactions.modes(true), null, start, end());
        }
        if (is(SESSION) && next(1, CHARACTERISTICS)) {
            cursor.advance();
            cursor.advance();
            expect(AS, TRANSACTION);
            return new SetTransaction(true, parser.transactions.modes(true), null, start, end());
        }
        return rest(SetVariable.Scope.SESSION, start);
    }

    ResetVariable reset() {
        int start = start();
        cursor.advance();
        return new ResetVariable(named(), start, end());
    }

    ShowVariable show() {
        int start = start();
        cursor.advance();
        return new ShowVariable(named(), start, end());
    }

    /** What RESET and SHOW name; null for ALL. */
    private String named() {
        if (accept(ALL)) {
            return null;
        }
        if (is(TIME) && next(1, ZONE)) {
            cursor.advance();
            cursor.advance();
            return "timezone";
        }
        if (is(TRANSACTION) && next(1, ISOLATION)) {
            cursor.advance();
            cursor.advance();
            expect(LEVEL);
            return "transaction_isolation";
        }
        if (is(SESSION) && next(1, AUTHORIZATION)) {
            cursor.advance();
            cursor.advance();
            return "session_authorization";
        }
        return variableName();
    }
}
