package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.tree.Literal;
import java.util.List;
import java.util.Locale;

/** Literals that have got a type, in the one form that values of it have (get_const_expr of ruleutils.c). */
final class ShownConstants {
    private final CatalogSnapshot catalog;
    private final Deparser literals;

    ShownConstants(CatalogSnapshot catalog, Deparser literals) {
        this.catalog = catalog;
        this.literals = literals;
    }

    /** A literal as a constant of a type. */
    String text(Literal l, Type t) {
        ShownExpressions.requirePlain(l.value().indexOf(ShownExpressions.LINE) < 0);
        return switch (t.kind()) {
            case UUID -> {
                String value = l.value().toLowerCase(Locale.ROOT);
                ShownExpressions.requirePlain(value.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"));
                yield "'" + value + "'::uuid";
            }
            case DECIMAL -> {
                String value = String.valueOf(Input.value(l.value(), PgTypes.plain(t)));
                ShownExpressions.requirePlain(value.matches("-?[0-9]+(\\.[0-9]+)?|NaN|-?Infinity"));
                boolean bare = Character.isDigit(value.charAt(0)) && value.indexOf('.') > 0;
                yield bare ? value : "'" + value + "'::numeric";
            }
            case FLOAT64 -> {
                ShownExpressions.requirePlain(l.value().matches("-?[0-9]{1,14}(\\.[0-9]{1,14})?([eE][0-9])?"));
                double value = Double.parseDouble(l.value());
                ShownExpressions.requirePlain(Math.abs(value) < 1e15 && (value == 0 || Math.abs(value) >= 1e-4));
                String text = new java.math.BigDecimal(Double.toString(value))
                        .stripTrailingZeros()
                        .toPlainString();
                yield "'" + text + "'::double precision";
            }
            case DATE, TIME, TIMESTAMP -> {
                // words such as today mean another value each day
                ShownExpressions.requirePlain(l.value().matches("[-0-9:. T]+"));
                yield "'"
                        + DateTimeTypes.text(
                                Input.value(l.value(), PgTypes.plain(t)), PgTypes.plain(t), TextStyle.DEFAULT)
                        + "'::" + literals.shown(PgTypes.plain(t));
            }
            case BYTES -> {
                ShownExpressions.requirePlain(l.value().matches("\\\\x([0-9a-f]{2})*"));
                yield "'" + l.value() + "'::bytea";
            }
            case INTERVAL -> {
                Object value = Input.value(l.value(), PgTypes.plain(t));
                yield "'" + DateTimeTypes.text(value, PgTypes.plain(t), TextStyle.DEFAULT) + "'::interval";
            }
            case BIT -> {
                ShownExpressions.requirePlain(l.value().matches("[01]+"));
                yield "'" + l.value() + "'::" + (t.name().equals("bit") ? "\"bit\"" : "bit varying");
            }
            case VARCHAR -> "'" + l.value().replace("'", "''") + "'::character varying";
            default -> t.equals(PgTypes.REGCLASS) ? "'" + relation(l.value()) + "'::regclass" : literals.literal(l, t);
        };
    }

    /** The relation of a name, as the search path lets it be called. */
    private String relation(String name) {
        List<String> parts = CatalogNames.parts(name);
        ShownExpressions.requirePlain(parts.size() == 1 || parts.size() == 2);
        Relation found = null;
        for (String schema : parts.size() == 2 ? parts.subList(0, 1) : catalog.path()) {
            found = found == null ? catalog.relation(schema, parts.get(parts.size() - 1)) : found;
        }
        ShownExpressions.requirePlain(found != null);
        String shown = CatalogFunctions.quoted(found.name());
        return (Visibility.of(found, catalog) ? shown : CatalogFunctions.quoted(found.schema()) + "." + shown)
                .replace("'", "''");
    }
}
