package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.DefaultValue;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Options of CREATE DATABASE, with the checks and texts of PostgreSQL 15 ({@code createdb} of
 * src/backend/commands/dbcommands.c). Databases here have UTF-8, compare by code points and know no table spaces: an
 * option that asks for just that is taken, one that asks for anything else is refused by name.
 */
final class DatabaseOptions {
    private static final Set<String> LOCALES = Set.of("c", "posix", "c.utf8", "c.utf-8");
    private static final Set<String> NAMES = Set.of(
            "tablespace",
            "owner",
            "template",
            "encoding",
            "locale",
            "lc_collate",
            "lc_ctype",
            "icu_locale",
            "locale_provider",
            "collation_version",
            "is_template",
            "allow_connections",
            "connection_limit",
            "location",
            "strategy",
            "oid");
    private static final long UTF8 = 6;

    private final Rules rules;
    private String owner;

    private DatabaseOptions(Rules rules) {
        this.rules = rules;
    }

    /** The role that is to own the database; null if none is named. */
    static String owner(List<Option> options, Rules rules) {
        DatabaseOptions work = new DatabaseOptions(rules);
        Set<String> seen = new HashSet<>();
        for (Option o : options) {
            String name = o.name().last().name();
            if (!NAMES.contains(name)) {
                throw rules.failure("option \"" + name + "\" not recognized", o.start());
            }
            if (!seen.add(name)) {
                throw rules.failure("conflicting or redundant options", o.start());
            }
        }
        for (Option o : options) {
            if (!(o.value() instanceof DefaultValue)) {
                work.take(o.name().last().name(), o);
            }
        }
        return work.owner;
    }

    private void take(String name, Option o) {
        String value = text(o.value());
        String folded = value.toLowerCase(Locale.ROOT);
        switch (name) {
            case "owner" -> owner = value;
            case "encoding" -> encoding(o, folded);
            case "template" -> require(folded.equals("template0") || folded.equals("template1"), "TEMPLATE", value, o);
            case "lc_collate", "lc_ctype", "locale" ->
                require(LOCALES.contains(folded), name.toUpperCase(Locale.ROOT), value, o);
            case "locale_provider" -> {
                if (!folded.equals("libc") && !folded.equals("icu")) {
                    throw semantic("unrecognized locale provider: " + value, "42P17", null);
                }
                require(folded.equals("libc"), "LOCALE_PROVIDER", value, o);
            }
            case "strategy" -> {
                if (!folded.equals("wal_log") && !folded.equals("file_copy")) {
                    throw semantic(
                            "invalid create database strategy \"" + value + '"',
                            "22023",
                            "Valid strategies are \"wal_log\" and \"file_copy\".");
                }
            }
            case "tablespace" -> {
                if (!value.equals("pg_default")) {
                    throw semantic("tablespace \"" + value + "\" does not exist", "42704", null);
                }
            }
            case "allow_connections" -> require(flag(name, o), "ALLOW_CONNECTIONS", value, o);
            case "is_template" -> require(!flag(name, o), "IS_TEMPLATE", value, o);
            case "connection_limit" -> limit(o);
            default -> throw rules.unsupported("CREATE DATABASE ... " + name.toUpperCase(Locale.ROOT), o.start());
        }
    }

    private void encoding(Option o, String folded) {
        String plain = folded.replaceAll("[^a-z0-9]", "");
        if (isNumber(o.value()) ? integer("encoding", o) != UTF8 : !plain.equals("utf8") && !plain.equals("unicode")) {
            throw rules.unsupported("CREATE DATABASE ... ENCODING " + folded, o.start());
        }
    }

    private void limit(Option o) {
        long most = integer("connection_limit", o);
        if (most < -1) {
            throw semantic("invalid connection limit: " + most, "22023", null);
        }
        require(most == -1, "CONNECTION LIMIT", String.valueOf(most), o);
    }

    private void require(boolean served, String name, String value, Option o) {
        if (!served) {
            throw rules.unsupported("CREATE DATABASE ... " + name + " " + value, o.start());
        }
    }

    /** defGetBoolean. */
    private boolean flag(String name, Option o) {
        return switch (text(o.value()).toLowerCase(Locale.ROOT)) {
            case "true", "on", "1" -> true;
            case "false", "off", "0" -> false;
            default -> throw malformed(name + " requires a Boolean value");
        };
    }

    private long integer(String name, Option o) {
        try {
            if (isNumber(o.value())) {
                return Integer.parseInt(text(o.value()));
            }
        } catch (NumberFormatException tooLarge) {
            // PostgreSQL's grammar has no larger ones as integers either
        }
        throw malformed(name + " requires an integer value");
    }

    private static boolean isNumber(Expression value) {
        return value instanceof Literal l && (l.kind() == Literal.Kind.INTEGER || l.kind() == Literal.Kind.DECIMAL);
    }

    private static String text(Expression value) {
        return value instanceof ColumnReference c
                ? c.parts().get(c.parts().size() - 1).name()
                : ((Literal) value).value();
    }

    private static SqlFailure malformed(String message) {
        return SqlFailure.of(FailureKind.SYNTAX, message);
    }

    private static SqlFailure semantic(String message, String state, String hint) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState(state)
                .hint(hint)
                .build();
    }
}
