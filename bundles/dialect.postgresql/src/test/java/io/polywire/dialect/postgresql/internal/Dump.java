package io.polywire.dialect.postgresql.internal;

import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Statement;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes a tree as an S-expression, without positions and without what has its default. */
final class Dump {
    private Dump() {}

    static String of(Statement s) {
        return s instanceof ParsedStatement p ? node(p.body()) : s.getClass().getSimpleName();
    }

    static String node(Object o) {
        if (o instanceof Identifier id) {
            return id.quoted() ? '"' + id.name() + '"' : id.name();
        }
        if (o instanceof QualifiedName q) {
            return q.parts().stream().map(Dump::node).collect(Collectors.joining("."));
        }
        if (o instanceof OperatorName op) {
            return op.schema().isEmpty()
                    ? op.name()
                    : op.schema().stream().map(Dump::node).collect(Collectors.joining(".")) + "." + op.name();
        }
        if (o instanceof Literal l) {
            return switch (l.kind()) {
                case INTEGER, DECIMAL, BOOLEAN -> l.value();
                case NULL -> "null";
                case STRING -> "'" + l.value() + "'";
                default -> l.kind().name().toLowerCase(Locale.ROOT) + "'" + l.value() + "'";
            };
        }
        if (o instanceof List<?> list) {
            return list.stream().map(Dump::node).collect(Collectors.joining(" ", "[", "]"));
        }
        if (o instanceof Record r) {
            return record(r);
        }
        return o instanceof Enum<?> e ? e.name().toLowerCase(Locale.ROOT) : String.valueOf(o);
    }

    private static String record(Record r) {
        StringBuilder out = new StringBuilder("(").append(r.getClass().getSimpleName());
        for (RecordComponent c : r.getClass().getRecordComponents()) {
            if (c.getName().equals("start")
                    || c.getName().equals("columnsStart")
                    || c.getName().equals("end")) {
                continue;
            }
            Object value;
            try {
                value = c.getAccessor().invoke(r);
            } catch (ReflectiveOperationException e) {
                throw new AssertionError(e);
            }
            boolean nothing = value == null
                    || Boolean.FALSE.equals(value)
                    || value instanceof List<?> l && l.isEmpty()
                    || value instanceof Enum<?> e && isDefault(e.name());
            if (nothing) {
                continue;
            }
            out.append(' ');
            out.append(Boolean.TRUE.equals(value) ? c.getName() : c.getName() + ":" + node(value));
        }
        return out.append(')').toString();
    }

    private static boolean isDefault(String name) {
        return name.equals("DEFAULT") || name.equals("NONE") || name.equals("PERMANENT") || name.equals("NO_OTHERS");
    }
}
