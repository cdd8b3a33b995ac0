package io.polywire.dialect.sqlite.internal.render;

import io.polywire.api.function.StorageFunction;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.MemoryRelation;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import io.polywire.sql.catalog.Relation;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of one statement as it grows, with the functions and hidden values that it needs. Confined to a rendering. */
final class SqlText {
    private final StringBuilder out = new StringBuilder(128);
    private final Map<String, StorageFunction> functions = new LinkedHashMap<>();
    private final java.util.Set<MemoryRelation> relations = new java.util.LinkedHashSet<>();
    private final List<Object> hidden = new ArrayList<>();
    private final int parameters;
    private Map<Integer, String> given = Map.of();
    private Map<Object, String> fixed = Map.of();
    private boolean kept;
    private boolean permanent;
    private boolean temporary;
    /** Whether what it changes is temporary; null if it changes nothing. */
    private Boolean changesTemporary;

    SqlText(int parameters) {
        this.parameters = parameters;
    }

    SqlText add(String s) {
        out.append(s);
        return this;
    }

    /** A name, whatever is in it. */
    SqlText name(String name) {
        out.append('"').append(name.replace("\"", "\"\"")).append('"');
        return this;
    }

    SqlText parameter(int number) {
        String text = given.get(number);
        if (text == null) {
            out.append('?').append(number);
        } else {
            out.append(text);
        }
        return this;
    }

    /** Values of the session that are always the same. */
    void fixed(Map<Object, String> values) {
        fixed = values;
    }

    /** Says whether what follows is kept by the storage, where nothing can be bound to it. */
    void kept(boolean is) {
        kept = is;
    }

    /** What stands in place of parameters from here on. */
    void given(Map<Integer, String> texts) {
        given = texts;
    }

    /** Takes off what was written from an offset on. */
    String cut(int from) {
        String text = out.substring(from);
        out.setLength(from);
        return text;
    }

    /** A value that is handed over behind the client's parameters. */
    SqlText hidden(Object value) {
        if (fixed.containsKey(value)) {
            return constant(fixed.get(value));
        }
        int i = hidden.indexOf(value);
        if (i < 0) {
            i = hidden.size();
            hidden.add(value);
        }
        out.append('?').append(parameters + i + 1);
        return this;
    }

    SqlText function(StorageFunction f) {
        StorageFunction other = functions.putIfAbsent(f.name(), f);
        if (other != null && !other.equals(f)) {
            throw new IllegalStateException("two functions of one name: " + f.name());
        }
        out.append(f.name());
        return this;
    }

    /** A relation that the statement brings along, under the name that storage.sqlite attaches it by. */
    SqlText relation(MemoryRelation relation) {
        relations.add(relation);
        out.append("_pw_r").append(relation.number()).append(".rows");
        return this;
    }

    /** A table of the database or of the session's temporary ones, by its full name. */
    SqlText table(Relation r) {
        permanent |= !r.temporary();
        temporary |= r.temporary();
        return add(r.temporary() ? "temp." : "main.").name(r.stored());
    }

    /** What is kept beside the table of the database, and which the statement changes. */
    SqlText changed(Relation r, String beside) {
        changesTemporary = r.temporary();
        permanent |= !r.temporary();
        temporary |= r.temporary();
        return add(r.temporary() ? "temp." : "main.").name(beside);
    }

    /** The table that the statement changes. */
    SqlText changed(Relation r) {
        changesTemporary = r.temporary();
        return table(r);
    }

    /** The statement, complete. */
    StorageStatement statement(Access access, int parameterCount) {
        return new StorageStatement(
                toString(), access, parameterCount, functions(), relations(), use(access), permanent);
    }

    private TemporaryUse use(Access access) {
        if (!temporary) {
            return TemporaryUse.NONE;
        }
        // a query that locks rows changes nothing
        boolean locks = access == Access.WRITE && changesTemporary == null && !permanent;
        return locks || Boolean.TRUE.equals(changesTemporary) ? TemporaryUse.CHANGED : TemporaryUse.READ;
    }

    List<MemoryRelation> relations() {
        return List.copyOf(relations);
    }

    /** A constant; null for NULL. */
    SqlText constant(Object value) {
        if (value == null) {
            out.append("NULL");
        } else if (value instanceof Long l) {
            // a number that stands alone in ORDER BY or GROUP BY would be a column's number
            out.append(l < 0 ? "(" + l + ")" : l.toString());
        } else if (value instanceof Double d) {
            if (Double.isNaN(d)) {
                out.append("'NaN'");
            } else {
                if (kept) {
                    out.append(KeptNumbers.written(d));
                } else {
                    hidden(d);
                }
            }
        } else if (value instanceof String s) {
            out.append('\'').append(s.replace("'", "''")).append('\'');
        } else if (value instanceof byte[] b) {
            out.append("x'").append(HexFormat.of().formatHex(b)).append('\'');
        } else {
            throw new IllegalArgumentException("a constant of " + value.getClass());
        }
        return this;
    }

    List<StorageFunction> functions() {
        return List.copyOf(functions.values());
    }

    List<Object> hidden() {
        return hidden;
    }

    @Override
    public String toString() {
        return out.toString();
    }
}
