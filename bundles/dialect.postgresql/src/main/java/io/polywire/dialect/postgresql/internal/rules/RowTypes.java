package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.ArrayValue;
import io.polywire.api.value.RowValue;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import java.util.ArrayList;
import java.util.List;

/** Rows as values (8.16 of the manual): of composite types, of tables, and of type record with known fields. */
final class RowTypes {
    /** SQLite takes 127 arguments at most. */
    private static final int AT_ONCE = 100;

    private RowTypes() {}

    /** Whether values of a type are rows whose fields are known. */
    static boolean is(Type t) {
        return t.fields() != null;
    }

    /** Whether a type is one that has a name. */
    static boolean isNamed(Type t) {
        return is(t) && t.id() != PgTypes.RECORD.id();
    }

    /** Whether the fields of some rows can be kept in one value. */
    static boolean canHold(List<Type> types) {
        return types.stream().allMatch(t -> !CatalogNames.is(t) && !AccessLists.is(t) && Elements.of(t) != null);
    }

    /** Refuses a type that a field cannot be of. */
    static void checkField(Type type, Place at) {
        if (!canHold(List.of(type))) {
            throw at.unsupported("an attribute of type " + PgTypes.display(type));
        }
    }

    private static BoundConstant described(Type t, boolean full) {
        return new BoundConstant(RowDescription.of(t, full), PgTypes.TEXT);
    }

    // --- making and taking apart ------------------------------------------------------------------------------------

    /** Values from the third argument on, of the fields from the second argument on, as texts between commas. */
    private static final ScalarFunction PART = Functions.lenient("row_part", -1, (in, out) -> {
        RowLayout layout = RowLayout.of(in.getText(0));
        int from = (int) in.getLong(1);
        StringBuilder s = new StringBuilder();
        int place = from == 0 ? 0 : layout.fields().get(from - 1).number();
        for (int i = 2; i < in.size(); i++) {
            int number = layout.fields().get(from + i - 2).number();
            for (; place < number; place++) {
                s.append(place == 0 ? "" : ",");
            }
            if (!in.isNull(i)) {
                RowValue.append(layout.elements(from + i - 2).write(Casts.value(in, i)), s);
            }
        }
        out.putText(s.toString());
    });

    /** A row of a type, of as many values. */
    static BoundExpression of(Type type, List<BoundExpression> values) {
        BoundExpression all = new BoundConstant("(", PgTypes.TEXT);
        BoundConstant description = described(type, false);
        for (int from = 0; from < values.size(); from += AT_ONCE) {
            List<BoundExpression> arguments = new ArrayList<>();
            arguments.add(description);
            arguments.add(new BoundConstant((long) from, PgTypes.INT4));
            for (BoundExpression v : values.subList(from, Math.min(values.size(), from + AT_ONCE))) {
                arguments.add(v instanceof BoundRow r ? r.text() : v);
            }
            all = Functions.operation(
                    Operation.CONCAT, PgTypes.TEXT, all, Functions.call(PART, PgTypes.TEXT, arguments));
        }
        return Functions.operation(Operation.CONCAT, type, all, new BoundConstant(")", PgTypes.TEXT));
    }

    /** The type of rows without a name. */
    static Type record(List<String> names, List<Type> types) {
        List<Type.Field> fields = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            fields.add(new Type.Field(names.get(i), i + 1, PgTypes.plain(types.get(i)), 0));
        }
        return Type.row(PgTypes.RECORD.name(), PgTypes.RECORD.id(), fields);
    }

    private static final ScalarFunction FIELD = Functions.strict("row_field", 3, (in, out) -> {
        RowLayout layout = RowLayout.of(in.getText(1));
        int i = (int) in.getLong(2);
        Registry.put(out, layout.elements(i).read(layout.values(in.getText(0)).get(i)));
    });

    /** A field of a row, by its place among the fields. */
    static BoundExpression field(BoundExpression row, int i) {
        if (row instanceof BoundRow r) {
            return r.fields().get(i);
        }
        Type t = row.type().fields().get(i).type();
        // what is kept of it stays the same when other fields change
        Type.Field f = row.type().fields().get(i);
        Type only = Type.row("", 0, List.of(new Type.Field("", f.number(), f.type(), 0)));
        return Functions.call(FIELD, t, row, described(only, false), new BoundConstant(0L, PgTypes.INT4));
    }

    /** A field of a row, by its name. */
    static BoundExpression field(BoundExpression row, String name, Place at) {
        Type type = row.type();
        if (!is(type)) {
            if (PgTypes.isRecord(type)) {
                throw at.failure(
                        FailureKind.UNDEFINED_COLUMN, "could not identify column \"" + name + "\" in record data type");
            }
            throw at.build(
                            FailureKind.SEMANTIC,
                            "column notation ." + name + " applied to type " + PgTypes.display(type)
                                    + ", which is not a composite type")
                    .sqlState("42809")
                    .build();
        }
        for (int i = 0; i < type.fields().size(); i++) {
            if (type.fields().get(i).name().equals(name)) {
                return field(row, i);
            }
        }
        throw at.failure(
                FailureKind.UNDEFINED_COLUMN,
                isNamed(type)
                        ? "column \"" + name + "\" not found in data type " + PgTypes.display(type)
                        : "could not identify column \"" + name + "\" in record data type");
    }

    /** Whether all fields are NULL; of no row too. */
    private static final ScalarFunction ALL_NULL = Functions.lenient(
            "row_all_null",
            2,
            (in, out) -> out.putLong(
                    in.isNull(0)
                                    || RowLayout.of(in.getText(1)).values(in.getText(0)).stream()
                                            .allMatch(java.util.Objects::isNull)
                            ? 1
                            : 0));

    private static final ScalarFunction NONE_NULL = Functions.lenient(
            "row_none_null",
            2,
            (in, out) -> out.putLong(
                    !in.isNull(0)
                                    && RowLayout.of(in.getText(1)).values(in.getText(0)).stream()
                                            .allMatch(java.util.Objects::nonNull)
                            ? 1
                            : 0));

    /** The same of rows whose fields are not known: a field that is NULL shows. */
    private static final ScalarFunction TEXT_ALL_NULL = Functions.lenient(
            "row_text_all_null",
            1,
            (in, out) -> out.putLong(
                    in.isNull(0) || RowValue.read(in.getText(0)).stream().allMatch(java.util.Objects::isNull) ? 1 : 0));

    private static final ScalarFunction TEXT_NONE_NULL = Functions.lenient(
            "row_text_none_null",
            1,
            (in, out) -> out.putLong(
                    !in.isNull(0) && RowValue.read(in.getText(0)).stream().allMatch(java.util.Objects::nonNull)
                            ? 1
                            : 0));

    /** IS NULL, or IS NOT NULL. */
    static BoundExpression isNull(BoundExpression row, boolean negated) {
        if (!is(row.type())) {
            return Functions.call(negated ? TEXT_NONE_NULL : TEXT_ALL_NULL, PgTypes.BOOL, row);
        }
        return Functions.call(negated ? NONE_NULL : ALL_NULL, PgTypes.BOOL, row, described(row.type(), false));
    }

    // --- text -------------------------------------------------------------------------------------------------------

    private static final ScalarFunction IN = Functions.strict("row_in", 5, (in, out) -> {
        try {
            out.putText(input(in.getText(0), in.getText(1), SessionStyle.of(in, 2), in.getLong(3)));
        } catch (SqlFailure f) {
            throw f.but().position((int) in.getLong(4)).build();
        }
    });

    private static String input(String text, String description, TextStyle style, Long now) {
        Type t = RowDescription.known(description);
        if (is(t)) {
            return RowLayout.of(description).input(text, style, now);
        }
        RowLayout one = RowLayout.of(Type.row("", 0, List.of(new Type.Field("", 1, t, 0))));
        String row = one.input(RowValue.write(List.of(text)), style, now);
        return one.values(row).get(0);
    }

    /** The value of a text: of a row, or of an array of rows. */
    static BoundExpression input(BoundExpression text, Type to, int position) {
        BoundConstant description = described(to, true);
        return text instanceof BoundConstant c && !RowLayout.hasTime(to)
                ? new BoundConstant(input((String) c.value(), (String) description.value(), TextStyle.DEFAULT, 0L), to)
                : Functions.call(
                        IN,
                        to,
                        text,
                        description,
                        SessionStyle.style(),
                        SessionStyle.now(),
                        new BoundConstant((long) position, PgTypes.INT4));
    }

    /** The value of a literal. */
    static BoundExpression literal(String text, Type to, int position) {
        if (to.id() == PgTypes.RECORD.id()) {
            throw SqlFailure.of(FailureKind.UNSUPPORTED, "input of anonymous composite types is not implemented");
        }
        return input(new BoundConstant(text, PgTypes.TEXT), to, position);
    }

    private static final ScalarFunction OUT = Functions.strict("row_out", 3, (in, out) -> {
        Type t = RowDescription.known(in.getText(1));
        out.putText(
                is(t)
                        ? RowLayout.of(in.getText(1)).output(in.getText(0), in.getText(2))
                        : RowLayout.outputArray(in.getText(0), t, in.getText(2)));
    });

    /** A row, or an array of rows, as text. */
    static BoundExpression output(BoundExpression value, Type to) {
        BoundExpression v = value instanceof BoundRow r ? r.text() : value;
        return SessionStyle.call(OUT, to, List.of(v, described(v.type(), false)));
    }

    // --- comparison -------------------------------------------------------------------------------------------------

    private static final ScalarFunction KEY = Functions.strict("row_key", 2, (in, out) -> {
        Type t = RowDescription.known(in.getText(1));
        out.putBytes(
                is(t)
                        ? RowLayout.of(in.getText(1)).key(in.getText(0))
                        : Elements.within(t).arrayKey(ArrayValue.read(in.getText(0))));
    });

    /** What a row, or an array of rows, is compared by. */
    static BoundExpression key(BoundExpression value) {
        BoundExpression v = value instanceof BoundRow r ? r.text() : value;
        return Functions.call(KEY, PgTypes.TEXT, v, described(v.type(), false));
    }

    private static final ScalarFunction REFUSED = Functions.strict("row_refused", 4, (in, out) -> {
        throw SqlFailure.build(FailureKind.SEMANTIC, in.getText(2))
                .sqlState(in.getText(3))
                .build();
    });

    /** A comparison of two rows (record_eq and record_cmp): NULLs are equal, and behind all others. */
    static BoundExpression compare(Operation operation, BoundExpression left, BoundExpression right, Place at) {
        if (isNull(left) || isNull(right)) {
            return Functions.operation(operation, PgTypes.BOOL, keyOrNull(left), keyOrNull(right));
        }
        for (BoundExpression e : List.of(left, right)) {
            if (!is(e.type())) {
                throw at.unsupported("a comparison of rows whose fields are not known");
            }
        }
        String[] refused = dissimilar(types(left), types(right));
        if (refused != null) {
            // only where there are rows to compare
            return Functions.call(
                    REFUSED,
                    PgTypes.BOOL,
                    left instanceof BoundRow l ? l.text() : left,
                    right instanceof BoundRow r ? r.text() : right,
                    new BoundConstant(refused[0], PgTypes.TEXT),
                    new BoundConstant(refused[1], PgTypes.TEXT));
        }
        return Functions.operation(operation, PgTypes.BOOL, key(left), key(right));
    }

    private static boolean isNull(BoundExpression e) {
        return e instanceof BoundConstant c && c.isNull();
    }

    private static BoundExpression keyOrNull(BoundExpression e) {
        return isNull(e) || !is(e.type()) ? new BoundConstant(null, PgTypes.TEXT) : key(e);
    }

    /** Types of the fields: a literal in quotes is of none yet where a row is written out. */
    private static List<Type> types(BoundExpression e) {
        return e instanceof BoundRow r
                ? r.written().stream().map(BoundExpression::type).toList()
                : e.type().fields().stream().map(Type.Field::type).toList();
    }

    private static String[] dissimilar(List<Type> left, List<Type> right) {
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            Type a = left.get(i);
            Type b = right.get(i);
            if (PgTypes.isUnknown(a) != PgTypes.isUnknown(b) || !PgTypes.isUnknown(a) && a.id() != b.id()) {
                return new String[] {
                    "cannot compare dissimilar column types " + PgTypes.display(a) + " and " + PgTypes.display(b)
                            + " at record column " + (i + 1),
                    "42804"
                };
            }
            if (!Keys.hasOrder(a)) {
                return new String[] {"could not identify an equality operator for type " + PgTypes.display(a), "42883"};
            }
        }
        return left.size() == right.size()
                ? null
                : new String[] {"cannot compare record types with different numbers of columns", "42804"};
    }

    // --- casts ------------------------------------------------------------------------------------------------------

    /** A row as one of a type with a name (coerce_record_to_complex of parse_coerce.c). */
    static BoundExpression convert(BoundExpression e, Type to, Casts.Context context, Place at) {
        if (e.type().id() == to.id()) {
            return e;
        }
        if (!(e instanceof BoundRow row) || isNamed(e.type())) {
            throw cannot(e, to, null, at);
        }
        List<BoundExpression> values = new ArrayList<>();
        for (int i = 0; i < to.fields().size(); i++) {
            if (i == row.written().size()) {
                throw cannot(e, to, "Input has too few columns.", at);
            }
            Type.Field f = to.fields().get(i);
            BoundExpression v = row.written().get(i);
            Place field = context == Casts.Context.EXPLICIT ? at : at.of(v);
            if (!Coercions.can(v, f.type(), context)) {
                throw cannot(
                        e,
                        to,
                        "Cannot cast type " + PgTypes.display(v.type()) + " to " + PgTypes.display(f.type())
                                + " in column " + (i + 1) + ".",
                        field);
            }
            values.add(at.checked(Coercions.to(v, f.type(), context, at), f.domain()));
        }
        if (row.written().size() > to.fields().size()) {
            throw cannot(e, to, "Input has too many columns.", at);
        }
        BoundExpression made = of(to, values);
        return row.present() == null
                ? made
                : new BoundCase(List.of(row.present()), List.of(made), new BoundConstant(null, to), to);
    }

    private static SqlFailure cannot(BoundExpression e, Type to, String detail, Place at) {
        return at.build(
                        FailureKind.SEMANTIC,
                        "cannot cast type " + PgTypes.display(e.type()) + " to " + PgTypes.display(to))
                .sqlState("42846")
                .detail(detail)
                .build();
    }

    /** A row whose fields of domains are checked; the value itself where it has none. */
    static BoundExpression checked(BoundExpression value, Place at) {
        Type t = value.type();
        if (!is(t) || !hasDomain(t)) {
            if (t.kind() == TypeKind.ARRAY && hasDomain(t)) {
                throw at.unsupported("an array of rows with fields of a domain, made of a text,");
            }
            return value;
        }
        List<BoundExpression> fields = new ArrayList<>();
        for (int i = 0; i < t.fields().size(); i++) {
            fields.add(
                    at.checked(checked(field(value, i), at), t.fields().get(i).domain()));
        }
        BoundExpression there = Functions.operation(Operation.IS_NOT_NULL, PgTypes.BOOL, value);
        return new BoundCase(List.of(there), List.of(of(t, fields)), new BoundConstant(null, t), t);
    }

    /** Whether rows of two types have fields of the same types. */
    static boolean isAlike(Type a, Type b) {
        return is(a) == is(b) && (!is(a) || RowDescription.of(a, false).equals(RowDescription.of(b, false)));
    }

    private static boolean hasDomain(Type t) {
        if (t.kind() == TypeKind.ARRAY) {
            return hasDomain(t.element());
        }
        return is(t) && t.fields().stream().anyMatch(f -> f.domain() != 0 || hasDomain(f.type()));
    }

    // --- what the registry is told
    // ------------------------------------------------------------------------------------

    /** How rows of a type are read, written and compared within arrays and other rows. */
    static TypeSupport support(Type t) {
        RowLayout layout = RowLayout.of(t);
        String tag = RowLayout.tag(t);
        return new TypeSupport(
                t,
                text -> layout.input(text, TextStyle.DEFAULT, 0L),
                Functions.sharedStrict("row_in_" + tag, 1, (in, out) -> {
                    throw SqlFailure.unsupported("a row read here");
                }),
                RowTypes::output,
                Functions.sharedStrict("row_key_" + tag, 1, (in, out) -> out.putBytes(layout.key(in.getText(0)))),
                null,
                null);
    }

    // --- JSON -------------------------------------------------------------------------------------------------------

    private static final ScalarFunction JSON = Functions.strict(
            "row_json",
            4,
            (in, out) -> out.putText(RowLayout.of(in.getText(1)).json(in.getText(0), in.getText(3), in.getText(2))));

    /** A row as the text of an object; {@code lines} begins a line for each field but the first. */
    static BoundExpression json(BoundExpression row, boolean lines) {
        return SessionStyle.call(
                JSON,
                PgTypes.TEXT,
                List.of(row, described(row.type(), true), new BoundConstant(lines ? ",\n " : ",", PgTypes.TEXT)));
    }
}
