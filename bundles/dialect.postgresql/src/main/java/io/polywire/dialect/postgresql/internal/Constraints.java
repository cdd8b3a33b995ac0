package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.Constraint.Timing;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.IndexElement;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SequenceOption;
import java.util.ArrayList;
import java.util.List;

/** Constraints of columns, tables and domains. */
final class Constraints extends Rules {
    Constraints(PgParser parser) {
        super(parser);
    }

    /** TableConstraint. */
    Constraint table() {
        int start = start();
        Identifier name = accept(CONSTRAINT) ? name() : null;
        if (accept(CHECK)) {
            Expression condition = condition();
            Attributes a = attributes("CHECK", false, true, true);
            return new Constraint.Check(name, condition, a.noInherit, a.timing(), start, end());
        }
        if (is(UNIQUE) || is(PRIMARY)) {
            return key(name, start);
        }
        if (accept(EXCLUDE)) {
            return exclude(name, start);
        }
        expect(FOREIGN, KEY);
        List<Identifier> columns = parenthesized(this::name);
        expect(REFERENCES);
        return references(name, columns, true, start);
    }

    private Expression condition() {
        expect('(');
        Expression condition = parser.expressions.expression();
        expect(')');
        return condition;
    }

    private Constraint key(Identifier name, int start) {
        boolean primary = is(PRIMARY);
        cursor.advance();
        boolean nulls = false;
        if (primary) {
            expect(KEY);
        } else {
            nulls = parser.indexes.nullsNotDistinct();
        }
        if (accept(USING, INDEX)) {
            Identifier index = name();
            Attributes a = attributes(primary ? "PRIMARY KEY" : "UNIQUE", true, false, false);
            return new Constraint.Key(
                    name, primary, nulls, List.of(), List.of(), List.of(), null, index, a.timing(), start, end());
        }
        List<Identifier> columns = parenthesized(this::name);
        List<Identifier> include = accept(INCLUDE) ? parenthesized(this::name) : List.of();
        List<Option> options = accept(WITH) ? parser.options.definition() : List.of();
        Identifier tablespace = tablespace();
        Attributes a = attributes(primary ? "PRIMARY KEY" : "UNIQUE", true, false, false);
        return new Constraint.Key(
                name, primary, nulls, columns, include, options, tablespace, null, a.timing(), start, end());
    }

    /** OptConsTableSpace. */
    private Identifier tablespace() {
        if (!accept(USING)) {
            return null;
        }
        expect(INDEX, TABLESPACE);
        return name();
    }

    private Constraint exclude(Identifier name, int start) {
        Identifier method = accept(USING) ? name() : null;
        List<IndexElement> elements = new ArrayList<>(2);
        List<OperatorName> operators = new ArrayList<>(2);
        expect('(');
        do {
            elements.add(parser.indexes.element());
            expect(WITH);
            operators.add(is(OPERATOR) ? parenthesizedOperator() : anyOperator());
        } while (accept(','));
        expect(')');
        List<Identifier> include = accept(INCLUDE) ? parenthesized(this::name) : List.of();
        List<Option> options = accept(WITH) ? parser.options.definition() : List.of();
        Identifier tablespace = tablespace();
        Expression where = accept(WHERE) ? condition() : null;
        Attributes a = attributes("EXCLUDE", true, false, false);
        return new Constraint.Exclude(
                name, method, elements, operators, include, options, tablespace, where, a.timing(), start, end());
    }

    /** Behind REFERENCES. */
    private Constraint references(Identifier name, List<Identifier> columns, boolean attributes, int start) {
        QualifiedName table = qualifiedName();
        List<Identifier> referred = columnList();
        Constraint.Match match = Constraint.Match.SIMPLE;
        int matchAt = start();
        if (accept(MATCH)) {
            if (is(PARTIAL)) {
                throw SqlFailure.build(FailureKind.UNSUPPORTED, "MATCH PARTIAL not yet implemented")
                        .position(matchAt + 1)
                        .build();
            }
            match = accept(FULL) ? Constraint.Match.FULL : match;
            if (match == Constraint.Match.SIMPLE) {
                expect(SIMPLE);
            }
        }
        Constraint.Action onDelete = null;
        Constraint.Action onUpdate = null;
        List<Identifier> deleted = List.of();
        for (int onAt = start(); accept(ON); onAt = start()) {
            boolean delete = is(DELETE) && onDelete == null;
            if (!delete && !(is(UPDATE) && onUpdate == null)) {
                throw syntax();
            }
            cursor.advance();
            Constraint.Action action = action();
            List<Identifier> set = action == Constraint.Action.SET_NULL || action == Constraint.Action.SET_DEFAULT
                    ? columnList()
                    : List.of();
            if (delete) {
                onDelete = action;
                deleted = set;
            } else {
                onUpdate = action;
                if (!set.isEmpty()) {
                    throw SqlFailure.build(
                                    FailureKind.UNSUPPORTED,
                                    "a column list with " + action.name().replace('_', ' ')
                                            + " is only supported for ON DELETE actions")
                            .position(onAt + 1)
                            .build();
                }
            }
        }
        Timing timing =
                attributes ? attributes("FOREIGN KEY", true, true, false).timing() : Timing.DEFAULT;
        return new Constraint.ForeignKey(
                name,
                columns,
                table,
                referred,
                match,
                onDelete == null ? Constraint.Action.NO_ACTION : onDelete,
                deleted,
                onUpdate == null ? Constraint.Action.NO_ACTION : onUpdate,
                timing,
                start,
                end());
    }

    private Constraint.Action action() {
        if (accept(NO)) {
            expect(ACTION);
            return Constraint.Action.NO_ACTION;
        }
        if (accept(RESTRICT)) {
            return Constraint.Action.RESTRICT;
        }
        if (accept(CASCADE)) {
            return Constraint.Action.CASCADE;
        }
        expect(SET);
        if (accept(NULL)) {
            return Constraint.Action.SET_NULL;
        }
        expect(DEFAULT);
        return Constraint.Action.SET_DEFAULT;
    }

    /** What ConstraintAttributeSpec collected. */
    private static final class Attributes {
        Boolean deferrable;
        Boolean deferred;
        boolean notValid;
        boolean noInherit;

        Timing timing() {
            if (deferrable == null && deferred == null && !notValid) {
                return Timing.DEFAULT;
            }
            // INITIALLY DEFERRED alone makes a constraint deferrable.
            return new Timing(
                    deferrable == null && deferred != null && deferred ? Boolean.TRUE : deferrable, deferred, notValid);
        }
    }

    private Attributes attributes(String kind, boolean mayDefer, boolean mayBeInvalid, boolean mayNotInherit) {
        Attributes a = new Attributes();
        for (; ; ) {
            int at = start();
            if (is(NOT) && (next(1, DEFERRABLE) || next(1, VALID)) || is(DEFERRABLE)) {
                boolean not = accept(NOT);
                if (accept(VALID)) {
                    a.notValid = true;
                } else {
                    cursor.advance();
                    if (a.deferrable != null && kind.isEmpty()) {
                        throw failure("multiple DEFERRABLE/NOT DEFERRABLE clauses not allowed", at);
                    }
                    if (a.deferrable != null && a.deferrable == not) {
                        throw failure("conflicting constraint properties", at);
                    }
                    if (not && a.deferred != null && a.deferred) {
                        throw failure("constraint declared INITIALLY DEFERRED must be DEFERRABLE", at);
                    }
                    a.deferrable = !not;
                }
            } else if (accept(INITIALLY)) {
                boolean deferred = accept(DEFERRED);
                if (!deferred) {
                    expect(IMMEDIATE);
                }
                if (a.deferred != null && a.deferred != deferred) {
                    throw failure("conflicting constraint properties", at);
                }
                if (deferred && a.deferrable != null && !a.deferrable) {
                    throw failure("constraint declared INITIALLY DEFERRED must be DEFERRABLE", at);
                }
                a.deferred = deferred;
            } else if (accept(NO, INHERIT)) {
                a.noInherit = true;
            } else {
                return checked(a, kind, mayDefer, mayBeInvalid, mayNotInherit);
            }
        }
    }

    private Attributes checked(
            Attributes a, String kind, boolean mayDefer, boolean mayBeInvalid, boolean mayNotInherit) {
        boolean defers = a.deferrable != null && a.deferrable || a.deferred != null && a.deferred;
        String what = defers && !mayDefer
                ? "DEFERRABLE"
                : a.notValid && !mayBeInvalid ? "NOT VALID" : a.noInherit && !mayNotInherit ? "NO INHERIT" : null;
        if (what != null) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, kind + " constraints cannot be marked " + what);
        }
        return a;
    }

    /** The attributes of ALTER CONSTRAINT. */
    Timing timing() {
        return attributes("FOREIGN KEY", true, false, false).timing();
    }

    /** What ColQualList collected. */
    record Column(List<Constraint> constraints, QualifiedName collation) {}

    /** ColQualList. */
    Column column() {
        List<Constraint> constraints = new ArrayList<>(2);
        QualifiedName collation = null;
        for (; ; ) {
            int start = start();
            if (is(COLLATE)) {
                cursor.advance();
                QualifiedName c = anyName();
                if (collation != null) {
                    throw failure("multiple COLLATE clauses not allowed", start);
                }
                collation = c;
            } else if (is(DEFERRABLE) || is(INITIALLY) || is(NOT) && next(1, DEFERRABLE)) {
                defer(constraints);
            } else {
                Identifier name = accept(CONSTRAINT) ? name() : null;
                Constraint c = columnConstraint(name, start);
                if (c == null) {
                    if (name != null) {
                        throw syntax();
                    }
                    return new Column(constraints, collation);
                }
                constraints.add(c);
            }
        }
    }

    /** DEFERRABLE and the like behind a column's constraint belong to it. */
    private void defer(List<Constraint> constraints) {
        int at = start();
        String clause = is(INITIALLY) ? "INITIALLY " + (next(1, DEFERRED) ? "DEFERRED" : "IMMEDIATE") : "DEFERRABLE";
        if (is(NOT)) {
            clause = "NOT DEFERRABLE";
        }
        Constraint last = constraints.isEmpty() ? null : constraints.get(constraints.size() - 1);
        Attributes a = attributes("", true, false, false);
        Constraint with = null;
        if (last instanceof Constraint.Key k) {
            with = new Constraint.Key(
                    k.name(),
                    k.primary(),
                    k.nullsNotDistinct(),
                    k.columns(),
                    k.include(),
                    k.options(),
                    k.tablespace(),
                    k.index(),
                    a.timing(),
                    k.start(),
                    end());
        } else if (last instanceof Constraint.ForeignKey f) {
            with = new Constraint.ForeignKey(
                    f.name(),
                    f.columns(),
                    f.table(),
                    f.referred(),
                    f.match(),
                    f.onDelete(),
                    f.onDeleteColumns(),
                    f.onUpdate(),
                    a.timing(),
                    f.start(),
                    end());
        }
        if (with == null || last.timing() != Timing.DEFAULT) {
            throw failure("misplaced " + clause + " clause", at);
        }
        constraints.set(constraints.size() - 1, with);
    }

    /** ColConstraintElem, or null if none begins here. */
    private Constraint columnConstraint(Identifier name, int start) {
        Keyword k = word();
        if (k == null) {
            return null;
        }
        switch (k) {
            case NOT:
                cursor.advance();
                expect(NULL);
                return new Constraint.Nullability(name, true, Timing.DEFAULT, start, end());
            case NULL:
                cursor.advance();
                return new Constraint.Nullability(name, false, Timing.DEFAULT, start, end());
            case UNIQUE, PRIMARY:
                return columnKey(name, start);
            case CHECK:
                cursor.advance();
                Expression condition = condition();
                boolean noInherit = accept(NO, INHERIT);
                return new Constraint.Check(name, condition, noInherit, Timing.DEFAULT, start, end());
            case DEFAULT:
                cursor.advance();
                Expression value = parser.expressions.restricted();
                return new Constraint.Default(name, value, Timing.DEFAULT, start, end());
            case GENERATED:
                return generated(name, start);
            case REFERENCES:
                cursor.advance();
                return references(name, List.of(), false, start);
            default:
                return null;
        }
    }

    private Constraint columnKey(Identifier name, int start) {
        boolean primary = is(PRIMARY);
        cursor.advance();
        boolean nulls = false;
        if (primary) {
            expect(KEY);
        } else {
            nulls = parser.indexes.nullsNotDistinct();
        }
        List<Option> options = accept(WITH) ? parser.options.definition() : List.of();
        Identifier tablespace = tablespace();
        return new Constraint.Key(
                name, primary, nulls, List.of(), List.of(), options, tablespace, null, Timing.DEFAULT, start, end());
    }

    private Constraint generated(Identifier name, int start) {
        cursor.advance();
        int when = start();
        boolean always = always();
        expect(AS);
        if (is(IDENTITY)) {
            cursor.advance();
            List<SequenceOption> options = parser.sequences.parenthesizedOptions();
            return new Constraint.Identity(name, always, options, Timing.DEFAULT, start, end());
        }
        Expression value = condition();
        expect(STORED);
        if (!always) {
            throw failure("for a generated column, GENERATED ALWAYS must be specified", when);
        }
        return new Constraint.Generated(name, value, true, Timing.DEFAULT, start, end());
    }

    /** generated_when: ALWAYS or BY DEFAULT. */
    boolean always() {
        if (accept(ALWAYS)) {
            return true;
        }
        expect(BY, DEFAULT);
        return false;
    }
}
