package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoleName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** What the rules of all statement families have in common: the current token, names, lists. */
abstract class Rules {
    final PgParser parser;
    final Cursor cursor;
    final Tokens tokens;

    Rules(PgParser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
        this.tokens = parser.cursor.tokens;
    }

    final boolean is(Keyword k) {
        return cursor.kind() == Tokens.KEYWORD + k.ordinal();
    }

    final boolean is(int kind) {
        return cursor.kind() == kind;
    }

    /** Whether a token further on is a keyword. */
    final boolean next(int distance, Keyword k) {
        return cursor.ahead(distance) == Tokens.KEYWORD + k.ordinal();
    }

    final boolean next(int distance, int kind) {
        return cursor.ahead(distance) == kind;
    }

    final boolean accept(Keyword k) {
        if (is(k)) {
            cursor.advance();
            return true;
        }
        return false;
    }

    final boolean accept(int kind) {
        if (is(kind)) {
            cursor.advance();
            return true;
        }
        return false;
    }

    /** Accepts two keywords if both are there. */
    final boolean accept(Keyword first, Keyword second) {
        if (is(first) && next(1, second)) {
            cursor.advance();
            cursor.advance();
            return true;
        }
        return false;
    }

    final void expect(Keyword k) {
        if (!accept(k)) {
            throw syntax();
        }
    }

    final void expect(Keyword first, Keyword second) {
        expect(first);
        expect(second);
    }

    final void expect(int kind) {
        if (!accept(kind)) {
            throw syntax();
        }
    }

    final int start() {
        return cursor.start();
    }

    final int end() {
        return cursor.end();
    }

    /** The keyword at the cursor, or null. */
    final Keyword word() {
        int kind = cursor.kind();
        return kind >= Tokens.KEYWORD ? Keywords.of(kind - Tokens.KEYWORD) : null;
    }

    /** The keyword further on, or null. */
    final Keyword word(int distance) {
        int kind = cursor.ahead(distance);
        return kind >= Tokens.KEYWORD ? Keywords.of(kind - Tokens.KEYWORD) : null;
    }

    /** "syntax error at or near" the current token. */
    final SqlFailure syntax() {
        return tokens.syntax("syntax error", cursor.at());
    }

    /** A failure of the grammar with words of its own. */
    final SqlFailure failure(String message, int offset) {
        return tokens.failureAt(FailureKind.SYNTAX, message, offset).build();
    }

    /** A refusal by name, at the current token. */
    final SqlFailure unsupported(String what) {
        return unsupported(what, start());
    }

    final SqlFailure unsupported(String what, int offset) {
        return tokens.failureAt(FailureKind.UNSUPPORTED, what + " is not supported", offset)
                .build();
    }

    // Names

    private Identifier identifier() {
        int i = cursor.at();
        Identifier id = new Identifier(tokens.name(i), tokens.quoted(i), tokens.starts[i], tokens.ends[i]);
        cursor.advance();
        return id;
    }

    final boolean isColumnName() {
        return tokens.isColumnName(cursor.at());
    }

    /** ColId: a name of a column, table or the like. */
    final Identifier name() {
        if (!isColumnName()) {
            throw syntax();
        }
        return identifier();
    }

    /** ColLabel: any word. */
    final Identifier label() {
        if (!tokens.isLabel(cursor.at())) {
            throw syntax();
        }
        return identifier();
    }

    /** NonReservedWord. */
    final Identifier nonReserved() {
        if (!tokens.isNonReserved(cursor.at())) {
            throw syntax();
        }
        return identifier();
    }

    /** type_function_name: a name of a function or type. */
    final Identifier typeFunctionName() {
        if (!tokens.isTypeFunctionName(cursor.at())) {
            throw syntax();
        }
        return identifier();
    }

    /** A label that needs no AS, or null. */
    final Identifier bareLabelOrNull() {
        return tokens.isBareLabel(cursor.at()) ? identifier() : null;
    }

    final Identifier nameOrNull() {
        return isColumnName() ? identifier() : null;
    }

    /** qualified_name, any_name: ColId and what follows in dots. */
    final QualifiedName qualifiedName() {
        return qualified(name());
    }

    /** What follows a name in dots. */
    final QualifiedName qualified(Identifier first) {
        if (!is('.')) {
            return new QualifiedName(List.of(first), first.start(), first.end());
        }
        List<Identifier> parts = new ArrayList<>(3);
        parts.add(first);
        while (accept('.')) {
            parts.add(label());
        }
        if (parts.size() > 3) {
            throw failure("improper qualified name (too many dotted names): " + joined(parts), first.start());
        }
        return new QualifiedName(parts, first.start(), end());
    }

    private static String joined(List<Identifier> parts) {
        StringBuilder out = new StringBuilder();
        for (Identifier p : parts) {
            out.append(out.isEmpty() ? "" : ".").append(p.name());
        }
        return out.toString();
    }

    /** any_name: as many dots as there are. */
    final QualifiedName anyName() {
        Identifier first = name();
        List<Identifier> parts = new ArrayList<>(2);
        parts.add(first);
        while (accept('.')) {
            parts.add(label());
        }
        return new QualifiedName(parts, first.start(), end());
    }

    /** func_name: a function's name, qualified or not. */
    final QualifiedName functionName() {
        if (next(1, '.')) {
            return anyName();
        }
        if (isColumnName() && !tokens.isTypeFunctionName(cursor.at())) {
            // A column may be called so, a function may not: what follows is wrong.
            cursor.advance();
        }
        Identifier id = typeFunctionName();
        return new QualifiedName(List.of(id), id.start(), id.end());
    }

    final List<Identifier> names() {
        return list(this::name);
    }

    /** ( name, ... ) if it is there, else nothing. */
    final List<Identifier> columnList() {
        if (!accept('(')) {
            return List.of();
        }
        List<Identifier> columns = names();
        expect(')');
        return columns;
    }

    final <T> List<T> list(Supplier<T> rule) {
        T first = rule.get();
        if (!is(',')) {
            return List.of(first);
        }
        List<T> all = new ArrayList<>();
        all.add(first);
        while (accept(',')) {
            all.add(rule.get());
        }
        return all;
    }

    /** ( item, ... ). */
    final <T> List<T> parenthesized(Supplier<T> rule) {
        expect('(');
        List<T> all = list(rule);
        expect(')');
        return all;
    }

    /** RoleSpec, with PUBLIC for those who may name it. */
    final RoleName role() {
        int start = start();
        RoleName.Kind kind = is(Keyword.CURRENT_USER)
                ? RoleName.Kind.CURRENT_USER
                : is(Keyword.CURRENT_ROLE)
                        ? RoleName.Kind.CURRENT_ROLE
                        : is(Keyword.SESSION_USER) ? RoleName.Kind.SESSION_USER : RoleName.Kind.NAMED;
        if (kind != RoleName.Kind.NAMED) {
            cursor.advance();
            return new RoleName(kind, null, start, end());
        }
        Identifier id = nonReserved();
        if (id.name().equals("none")) {
            throw tokens.failureAt(FailureKind.SEMANTIC, "role name \"none\" is reserved", start)
                    .sqlState("42939")
                    .build();
        }
        if (id.name().equals("public")) {
            return new RoleName(RoleName.Kind.PUBLIC, null, start, end());
        }
        return new RoleName(kind, id, start, end());
    }

    /** RoleId: the name of a role that is made. */
    final Identifier roleId() {
        int start = start();
        if (is(Keyword.CURRENT_USER) || is(Keyword.CURRENT_ROLE) || is(Keyword.SESSION_USER)) {
            String word = tokens.name(cursor.at()).toUpperCase(Locale.ROOT);
            throw tokens.failureAt(FailureKind.SEMANTIC, word + " cannot be used as a role name here", start)
                    .sqlState("42939")
                    .build();
        }
        RoleName r = role();
        if (r.kind() == RoleName.Kind.PUBLIC) {
            throw tokens.failureAt(FailureKind.SEMANTIC, "role name \"public\" is reserved", start)
                    .sqlState("42939")
                    .build();
        }
        return r.name();
    }

    final List<RoleName> roles() {
        return list(this::role);
    }

    // Constants

    final Literal string() {
        int i = cursor.at();
        if (!is(Tokens.STRING)) {
            throw syntax();
        }
        cursor.advance();
        return new Literal(Literal.Kind.STRING, tokens.string(i), tokens.starts[i], tokens.ends[i]);
    }

    /** Iconst: an integer of at most 32 bits without a sign. */
    final Literal integer() {
        int i = cursor.at();
        expect(Tokens.INTEGER);
        return new Literal(Literal.Kind.INTEGER, tokens.raw(i), tokens.starts[i], tokens.ends[i]);
    }

    /** SignedIconst. */
    final int signedInteger() {
        boolean minus = is('-');
        if (minus || is('+')) {
            cursor.advance();
        }
        int value = Integer.parseInt(integer().value());
        return minus ? -value : value;
    }

    /** NumericOnly: a number with or without a sign. */
    final Literal number() {
        int start = start();
        boolean minus = is('-');
        if (minus || is('+')) {
            cursor.advance();
        }
        int i = cursor.at();
        if (!is(Tokens.INTEGER) && !is(Tokens.DECIMAL)) {
            throw syntax();
        }
        Literal.Kind kind = is(Tokens.INTEGER) ? Literal.Kind.INTEGER : Literal.Kind.DECIMAL;
        cursor.advance();
        return new Literal(kind, (minus ? "-" : "") + tokens.raw(i), start, end());
    }

    // Operators

    /** The name of an operator that is no keyword, or null. */
    final String operatorSymbol() {
        int kind = cursor.kind();
        switch (kind) {
            case Tokens.OPERATOR:
                return tokens.raw(cursor.at());
            case Tokens.LESS_EQUALS:
                return "<=";
            case Tokens.GREATER_EQUALS:
                return ">=";
            case Tokens.NOT_EQUALS:
                return "<>";
            case '+', '-', '*', '/', '%', '^', '<', '>', '=':
                return String.valueOf((char) kind);
            default:
                return null;
        }
    }

    /** any_operator: schema.+ */
    final OperatorName anyOperator() {
        int start = start();
        List<Identifier> schema = new ArrayList<>(1);
        while (isColumnName()) {
            schema.add(name());
            expect('.');
        }
        String symbol = operatorSymbol();
        if (symbol == null) {
            throw syntax();
        }
        cursor.advance();
        return new OperatorName(schema, symbol, start, end());
    }

    /** OPERATOR ( any_operator ) behind its keyword. */
    final OperatorName parenthesizedOperator() {
        expect(Keyword.OPERATOR);
        expect('(');
        OperatorName op = anyOperator();
        expect(')');
        return op;
    }

    // Common clauses

    final boolean ifExists() {
        if (accept(Keyword.IF)) {
            expect(Keyword.EXISTS);
            return true;
        }
        return false;
    }

    final boolean ifNotExists() {
        if (is(Keyword.IF)) {
            cursor.advance();
            expect(Keyword.NOT, Keyword.EXISTS);
            return true;
        }
        return false;
    }

    final Behavior behavior() {
        return accept(Keyword.CASCADE)
                ? Behavior.CASCADE
                : accept(Keyword.RESTRICT) ? Behavior.RESTRICT : Behavior.DEFAULT;
    }

    /** OptTemp. */
    final Persistence persistence() {
        if (accept(Keyword.TEMPORARY) || accept(Keyword.TEMP)) {
            return Persistence.TEMPORARY;
        }
        if (is(Keyword.LOCAL) || is(Keyword.GLOBAL)) {
            cursor.advance();
            if (!accept(Keyword.TEMPORARY)) {
                expect(Keyword.TEMP);
            }
            return Persistence.TEMPORARY;
        }
        return accept(Keyword.UNLOGGED) ? Persistence.UNLOGGED : Persistence.PERMANENT;
    }
}
