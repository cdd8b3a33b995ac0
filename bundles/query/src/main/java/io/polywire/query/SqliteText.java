package io.polywire.query;

import io.polywire.api.error.SqlFailure;
import io.polywire.sql.render.SqliteTreeWriter;
import io.polywire.sql.tree.Collate;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.SortItem;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes a query for SQLite as a client of a Wazuh-db socket sends it: with its values as literals, or with a question mark
 * for each. Everything outside of single quotes is written in lower case on its way, so that the names of columns of the
 * result, in which it matters, stand in single quotes, which SQLite takes for names there too.
 */
final class SqliteText extends SqliteTreeWriter {
    private static final Pattern SIMPLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    /** Words of SQLite that are no names without quotes, or not everywhere. */
    private static final Set<String> WORDS = Set.of(
            ("abort action add after all alter always analyze and as asc attach autoincrement before begin between by cascade"
                            + " case cast check collate column commit conflict constraint create cross current current_date"
                            + " current_time current_timestamp database default deferrable deferred delete desc detach distinct"
                            + " do drop each else end escape except exclude exclusive exists explain fail filter first following"
                            + " for foreign from full generated glob group groups having if ignore immediate in index indexed"
                            + " initially inner insert instead intersect into is isnull join key last left like limit match"
                            + " materialized natural no not nothing notnull null nulls of offset on or order others outer over"
                            + " partition plan pragma preceding primary query raise range recursive references regexp reindex"
                            + " release rename replace restrict returning right rollback row rows savepoint select set table temp"
                            + " temporary then ties to transaction trigger unbounded union unique update using vacuum values view"
                            + " virtual when where window with within without true false")
                    .split(" "));

    /** Of the values; null for a question mark for each. */
    private final List<Object> values;

    private final char resultQuote;
    private int parameters;

    SqliteText(List<Object> values, char resultQuote) {
        this.values = values;
        this.resultQuote = resultQuote;
    }

    /** A value of a table's as it is written. */
    static String of(Expression expression) {
        SqliteText text = new SqliteText(List.of(), '\'');
        text.expression(expression);
        return text.toString();
    }

    @Override
    protected void name(Identifier name) {
        String text = name.name();
        if (SIMPLE.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
            out.append(text);
        } else if (text.indexOf('\0') >= 0 || text.indexOf(';') >= 0 || text.indexOf('\'') >= 0) {
            throw SqlFailure.unsupported("a name with a character that cannot be sent");
        } else {
            out.append('`').append(text.replace("`", "``")).append('`');
        }
    }

    @Override
    protected void resultName(Identifier name) {
        if (name.quoted()) {
            out.append(resultQuote).append(name.name()).append(resultQuote);
        } else {
            out.append(name.name());
        }
    }

    @Override
    protected void parameter(int number) {
        if (number != ++parameters) {
            throw new IllegalStateException("parameter " + number + " is not in its place");
        }
        out.append(values == null ? "?" : Query.literal(values.get(number - 1)));
    }

    @Override
    protected void like(Expression value, Expression pattern, Expression escape) {
        compared(value);
        out.append(" LIKE ");
        compared(plain(pattern));
        if (pattern instanceof Collate) {
            out.append(" COLLATE NOCASE");
        }
        if (escape != null) {
            out.append(" ESCAPE ");
            compared(escape);
        }
    }

    @Override
    protected void function(String name) {
        out.append(name);
    }

    @Override
    protected void absent(SortItem item) {
        boolean down = item.direction() == SortItem.Direction.DESCENDING;
        if (down ? item.nulls() == SortItem.Nulls.FIRST : item.nulls() == SortItem.Nulls.LAST) {
            throw SqlFailure.unsupported("NULLS FIRST and LAST on this wire");
        }
    }

    @Override
    protected void unlimited() {
        out.append(" LIMIT ").append(Long.MAX_VALUE);
    }
}
