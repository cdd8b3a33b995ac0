package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundCase;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.Operation;
import io.polywire.sql.bound.OperationValue;
import java.util.List;

/** Which types become which, and how: what the families have registered, and the types' input and output functions. */
final class Casts {
    /** How much a cast may be asked for. */
    enum Context {
        IMPLICIT,
        ASSIGNMENT,
        EXPLICIT
    }

    private Casts() {}

    /** Whether there is a cast that may be used so, between types whose length and scale do not matter here. */
    static boolean exists(Type from, Type to, Context context) {
        return Pathway.exists(from, to, context);
    }

    /**
     * A value of a known type in another type, length and scale included.
     *
     * @throws SqlFailure 0A000 for a conversion that is not done yet
     */
    static BoundExpression convert(BoundExpression e, Type to, Context context, Place at) {
        if (e instanceof BoundConstant c && c.isNull()) {
            return new BoundConstant(null, to);
        }
        if (RowTypes.isNamed(to) && PgTypes.isRecord(e.type())) {
            return RowTypes.convert(e, to, context, at);
        }
        if (to == PgTypes.RECORD && PgTypes.isRecord(e.type())) {
            return e;
        }
        if (AccessLists.is(e.type()) && PgTypes.isText(to)) {
            return fitted(AccessLists.shown(e, PgTypes.plain(to)), to, context);
        }
        if (AccessLists.is(e.type()) && to.kind() == TypeKind.ARRAY && PgTypes.isText(to.element())) {
            return fitted(AccessLists.shown(e, PgTypes.plain(to)), to, context);
        }
        if (CatalogNames.is(e.type()) && PgTypes.isText(to)) {
            return fitted(CatalogNames.text(e, PgTypes.plain(to), at), to, context);
        }
        if (NamedArrays.is(e.type())
                && (PgTypes.isText(to) || to.kind() == TypeKind.ARRAY && PgTypes.isText(to.element()))) {
            BoundExpression names = BaseTypes.same(NamedArrays.shown(e, at), PgTypes.arrayOf(PgTypes.TEXT));
            return fitted(base(names, to), to, context);
        }
        if (NamedArrays.is(to)
                && e.type().kind() == TypeKind.ARRAY
                && PgTypes.isText(e.type().element())) {
            return NamedArrays.found(e, to, at);
        }
        try {
            if (to.name().equals("bit") && PgTypes.isInteger(e.type())) {
                return Bits.ofInteger(e, to);
            }
            BoundExpression made = fitted(base(e, to), to, context);
            return RowLayout.hasRows(to) && !RowLayout.hasRows(e.type()) ? RowTypes.checked(made, at) : made;
        } catch (SqlFailure f) {
            throw f.position() == 0 && f.kind() == FailureKind.UNSUPPORTED ? at.failure(f.kind(), f.getMessage()) : f;
        }
    }

    private static BoundExpression base(BoundExpression e, Type target) {
        Type from = e.type();
        Type to = PgTypes.plain(target);
        if (from.name().equals(to.name())) {
            return e;
        }
        if (RowLayout.hasRows(to) && (PgTypes.isText(from) || Bpchar.is(from))) {
            return RowTypes.input(e, to, 0);
        }
        if (e instanceof BoundRow row) {
            return base(row.text(), target);
        }
        Registry.CastImplementation cast = Registry.all().cast(from, to);
        if (cast != null) {
            return cast.conversion().make(e, to);
        }
        if (to.equals(PgTypes.NAME) && PgTypes.isText(from)) {
            return Functions.call(Registry.all().type(to).input(), to, e);
        }
        if (CatalogTypes.isVector(from) && to.kind() == TypeKind.ARRAY) {
            return base(CatalogTypes.array(e), to);
        }
        if (from.kind() == TypeKind.ARRAY && to.kind() == TypeKind.ARRAY) {
            return ArrayTypes.cast(e, to);
        }
        if (CatalogNames.is(from) && CatalogNames.is(to)) {
            return BaseTypes.same(e, to);
        }
        if (from.name().equals(PgTypes.LSN.name()) && PgTypes.isText(to)) {
            return Functions.call(SystemColumns.PLACE_TEXT, to, e);
        }
        TypeSupport source = Registry.all().type(from);
        if ((PgTypes.isText(to) || Bpchar.is(to)) && source != null && source.output() != null) {
            return source.text(e, to);
        }
        TypeSupport result = Registry.all().type(to);
        if ((PgTypes.isText(from) || Bpchar.is(from)) && result != null && result.reader() != null) {
            return Functions.call(result.input(), to, e);
        }
        throw SqlFailure.unsupported("the cast from " + PgTypes.display(from) + " to " + PgTypes.display(to));
    }

    /** A value of a known type as text, as an explicit cast to text has it. */
    static BoundExpression text(BoundExpression e) {
        return e instanceof BoundConstant c && c.isNull()
                ? new BoundConstant(null, PgTypes.TEXT)
                : base(e, PgTypes.TEXT);
    }

    /** A value of a known type as text, as its output function has it. */
    static BoundExpression output(BoundExpression e) {
        // its cast to text writes the bits of the network always
        boolean itself = Bpchar.is(e.type()) || e.type().equals(PgTypes.INET);
        return itself ? BaseTypes.same(e, PgTypes.TEXT) : text(e);
    }

    /** Length, precision and scale of the target. */
    private static BoundExpression fitted(BoundExpression e, Type to, Context context) {
        if (e.type().equals(to)) {
            return e;
        }
        if (to.kind() == TypeKind.ARRAY) {
            return ArrayTypes.fitted(e, to, context);
        }
        TypeSupport support = Registry.all().type(to);
        if (support == null || support.fitter() == null || to.length() == 0 && to.precision() == 0) {
            return BaseTypes.same(e, to);
        }
        if (e instanceof BoundConstant c) {
            return new BoundConstant(c.isNull() ? null : support.fitter().fit(c.value(), to, context), to);
        }
        BoundExpression fit = Functions.call(
                support.fit(),
                to,
                e,
                number(to.length()),
                number(to.precision()),
                number(to.scale()),
                number(context.ordinal()));
        if (to.kind() != TypeKind.VARCHAR || !isParameter(e)) {
            return fit;
        }
        // most values are short enough, which the storage finds out by itself; a parameter costs nothing to be read
        // twice
        BoundExpression length = Functions.operation(Operation.LENGTH, PgTypes.INT4, e);
        BoundExpression longer = Functions.operation(Operation.GREATER, PgTypes.BOOL, length, number(to.length()));
        return new BoundCase(List.of(longer), List.of(fit), BaseTypes.same(e, to), to);
    }

    private static boolean isParameter(BoundExpression e) {
        return e instanceof BoundParameter
                || e instanceof OperationValue o
                        && o.operation() == Operation.AS_IS
                        && o.operands().get(0) instanceof BoundParameter;
    }

    private static BoundConstant number(int n) {
        return new BoundConstant((long) n, PgTypes.INT4);
    }

    /** An argument as it came. */
    static Object value(FunctionArguments in, int i) {
        return switch (in.kind(i)) {
            case LONG -> in.getLong(i);
            case DOUBLE -> in.getDouble(i);
            case BYTES -> in.getBytes(i);
            case NULL -> null;
            default -> in.getText(i);
        };
    }
}
