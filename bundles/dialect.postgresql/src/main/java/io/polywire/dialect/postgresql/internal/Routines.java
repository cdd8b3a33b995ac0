package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.AlterRoutine;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.ResetVariable;
import io.polywire.sql.tree.RoutineParameter;
import io.polywire.sql.tree.RoutineParameter.Mode;
import io.polywire.sql.tree.RowExpression;
import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** CREATE FUNCTION and CREATE PROCEDURE, and ALTER with options. */
final class Routines extends Rules {
    Routines(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE [OR REPLACE], at FUNCTION or PROCEDURE. */
    CreateRoutine create(boolean orReplace, int start) {
        boolean procedure = is(PROCEDURE);
        cursor.advance();
        QualifiedName name = functionName();
        List<RoutineParameter> parameters = new ArrayList<>(3);
        expect('(');
        if (!is(')')) {
            parameters.addAll(list(() -> parameter(true)));
        }
        expect(')');
        TypeName returns = null;
        if (!procedure && is(RETURNS) && !next(1, NULL)) {
            cursor.advance();
            if (accept(TABLE)) {
                parameters.addAll(parenthesized(this::column));
            } else {
                returns = parser.types.functionType();
            }
        }
        List<Option> options = new ArrayList<>(4);
        for (Option o; (o = optionOrNull()) != null; ) {
            options.add(o);
        }
        List<StatementBody> body = null;
        boolean returnForm = is(RETURN);
        if (returnForm) {
            body = List.of(returned());
        } else if (accept(BEGIN)) {
            expect(ATOMIC);
            body = atomic();
        }
        return new CreateRoutine(
                orReplace, procedure, name, parameters, returns, options, body, returnForm, false, start, end());
    }

    private RoutineParameter column() {
        int start = start();
        Identifier name = typeFunctionName();
        return new RoutineParameter(Mode.TABLE, name, parser.types.functionType(), null, start, end());
    }

    private Mode mode() {
        if (accept(IN)) {
            return accept(OUT) ? Mode.INOUT : Mode.IN;
        }
        return accept(OUT) ? Mode.OUT : accept(INOUT) ? Mode.INOUT : accept(VARIADIC) ? Mode.VARIADIC : Mode.DEFAULT;
    }

    /** func_arg: mode, name and type, the first two in any order and neither needed. */
    RoutineParameter parameter(boolean defaults) {
        int start = start();
        Mode mode = mode();
        Identifier name = isParameterName() ? typeFunctionName() : null;
        if (mode == Mode.DEFAULT && name != null) {
            mode = mode();
        }
        TypeName type = parser.types.functionType();
        Expression value = defaults && (accept(DEFAULT) || accept('=')) ? parser.expressions.expression() : null;
        return new RoutineParameter(mode, name, type, value, start, end());
    }

    /** Whether the name at the cursor is that of a parameter, since a type follows, and not a type itself. */
    private boolean isParameterName() {
        if (!tokens.isTypeFunctionName(cursor.at()) || is(DOUBLE) && next(1, PRECISION)) {
            return false;
        }
        int after = cursor.ahead(1);
        if (after == Tokens.IDENTIFIER) {
            return true;
        }
        if (after < Tokens.KEYWORD) {
            return false;
        }
        Keyword k = word(1);
        return k != DEFAULT && k != ARRAY && (k == IN || k == VARIADIC || tokens.isNonReserved(cursor.at() + 1));
    }

    /** createfunc_opt_item, or null if none begins here. */
    private Option optionOrNull() {
        int start = start();
        Keyword k = word();
        if (k == null) {
            return null;
        }
        switch (k) {
            case AS:
                cursor.advance();
                Literal first = string();
                Expression code =
                        accept(',') ? new RowExpression(List.of(first, string()), false, first.start(), end()) : first;
                return Options.named("as", code, start, end());
            case LANGUAGE:
                cursor.advance();
                return Options.named("language", parser.options.wordOrString(), start, end());
            case TRANSFORM:
                throw unsupported("TRANSFORM");
            case WINDOW, STRICT, IMMUTABLE, STABLE, VOLATILE, LEAKPROOF:
                cursor.advance();
                return Options.named(lower(k), null, start, end());
            case NOT:
                cursor.advance();
                expect(LEAKPROOF);
                return Options.named("not leakproof", null, start, end());
            case CALLED:
                cursor.advance();
                expect(ON, NULL);
                expect(INPUT);
                return Options.named("called on null input", null, start, end());
            case RETURNS:
                cursor.advance();
                expect(NULL, ON);
                expect(NULL, INPUT);
                return Options.named("strict", null, start, end());
            case EXTERNAL, SECURITY:
                if (accept(EXTERNAL) && !is(SECURITY)) {
                    throw syntax();
                }
                cursor.advance();
                boolean definer = accept(DEFINER);
                if (!definer) {
                    expect(INVOKER);
                }
                return Options.named(definer ? "security definer" : "security invoker", null, start, end());
            case COST, ROWS:
                cursor.advance();
                return Options.named(lower(k), number(), start, end());
            case SUPPORT:
                cursor.advance();
                return Options.named("support", reference(anyName()), start, end());
            case PARALLEL:
                cursor.advance();
                return Options.named("parallel", reference(Objects.single(name())), start, end());
            case SET, RESET:
                StatementBody s = parser.settings.setOrReset();
                String what = s instanceof ResetVariable ? "reset" : "set";
                Literal text = Functions.text(tokens.text.substring(s.start(), s.end()), s.start(), s.end());
                return Options.named(what, text, start, end());
            default:
                return null;
        }
    }

    private static String lower(Keyword k) {
        return k.name().toLowerCase(Locale.ROOT);
    }

    private static Expression reference(QualifiedName name) {
        return new ColumnReference(name.parts(), name.start(), name.end());
    }

    /** RETURN expression: a query of one row. */
    private StatementBody returned() {
        int start = start();
        expect(RETURN);
        Expression e = parser.expressions.expression();
        SelectItem item = new SelectItem(e, null, e.start(), e.end());
        Select select =
                new Select(false, List.of(), List.of(item), null, List.of(), null, null, null, List.of(), start, end());
        return new Query(null, select, List.of(), null, List.of(), false, start, end());
    }

    private List<StatementBody> atomic() {
        List<StatementBody> body = new ArrayList<>(4);
        while (!is(END)) {
            if (accept(';')) {
                continue;
            }
            body.add(is(RETURN) ? returned() : parser.preparable());
            expect(';');
        }
        cursor.advance();
        return body;
    }

    /** Behind ALTER, at FUNCTION, PROCEDURE or ROUTINE. */
    StatementBody alter(int start) {
        ObjectKind kind =
                is(FUNCTION) ? ObjectKind.FUNCTION : is(PROCEDURE) ? ObjectKind.PROCEDURE : ObjectKind.ROUTINE;
        cursor.advance();
        ObjectReference object = parser.objects.routine(kind);
        if (is(RENAME) || is(OWNER) || is(SET) && next(1, SCHEMA)) {
            return parser.definitions.common(object, start);
        }
        if (is(DEPENDS) || is(NO)) {
            throw unsupported("DEPENDS ON EXTENSION");
        }
        List<Option> options = new ArrayList<>(4);
        while (!is(AS) && !is(LANGUAGE) && !is(TRANSFORM) && !is(WINDOW)) {
            Option o = optionOrNull();
            if (o == null) {
                break;
            }
            options.add(o);
        }
        if (options.isEmpty()) {
            throw syntax();
        }
        // noise, for the standard's sake
        accept(RESTRICT);
        return new AlterRoutine(object, options, start, end());
    }
}
