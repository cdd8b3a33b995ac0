package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.AggregateValue;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.catalog.Routine;
import java.util.List;

/** What a front dialect knows of arrays and of functions that give rows; a dialect without them refuses each by name. */
public interface ArrayRules {
    /** Of a dialect that has neither. */
    ArrayRules NONE = new ArrayRules() {};

    /**
     * An array written out.
     *
     * @param target the type that it is cast to; null where its elements decide
     * @param places one for each element
     */
    default BoundExpression array(List<BoundExpression> elements, Type target, Place at, List<Place> places) {
        throw at.unsupported("an array");
    }

    /** Whether a type is one of arrays. */
    default boolean isArray(Type type) {
        return false;
    }

    /** An element; one index for each dimension. */
    default BoundExpression element(BoundExpression array, List<BoundExpression> indexes, Place at) {
        throw at.unsupported("an array's element");
    }

    /**
     * A value with one of its elements set, as an UPDATE assigns it.
     *
     * @param column named in errors
     */
    default BoundExpression assigned(
            BoundExpression before, List<BoundExpression> indexes, BoundExpression value, String column, Place at) {
        throw at.unsupported("a part of a column as a target");
    }

    /**
     * A value with a part of it set, as an UPDATE assigns it.
     *
     * @param bounds two for each dimension, null where one was left open
     * @param column named in errors
     */
    default BoundExpression assignedSlice(
            BoundExpression before, List<BoundExpression> bounds, BoundExpression value, String column, Place at) {
        throw at.unsupported("a part of a column as a target");
    }

    /** Whether a function gives rows whose columns have to be defined where it is called. */
    default boolean givesRecords(String name) {
        return false;
    }

    /**
     * A function that gives rows of columns that are defined where it is called (json_to_record): its columns are texts,
     * for {@link #ofJson}; null if there is none of the name.
     *
     * @param columns names of the columns that are asked for
     * @param types as many types
     */
    default RowsCall records(
            String name, List<BoundExpression> arguments, List<String> columns, List<Type> types, Place at) {
        return null;
    }

    /** The value of a column of {@link #records}, from its text. */
    default BoundExpression ofJson(BoundExpression text, Type.Field column, Place at) {
        throw at.unsupported("a column definition list");
    }

    /** A part; two bounds for each dimension, null where one was left open. */
    default BoundExpression slice(BoundExpression array, List<BoundExpression> bounds, Place at) {
        throw at.unsupported("a part of an array");
    }

    /** The right side of ANY or ALL: an array, of the operand's type if it is of none itself. */
    default BoundExpression quantified(BoundExpression array, BoundExpression operand, Place at) {
        throw at.unsupported("ANY or ALL with an array");
    }

    /** The type of an array's elements. */
    default Type elementType(BoundExpression array) {
        throw SqlFailure.unsupported("an array");
    }

    /** The elements of an array that is a constant or written out; null for any other. */
    default List<BoundExpression> listed(BoundExpression array) {
        return null;
    }

    /** The elements of an array as rows of one column, one row of NULL for NULL in its place. */
    default FunctionValue elements(BoundExpression array) {
        throw SqlFailure.unsupported("an array");
    }

    /** The values of all rows as an array, which is empty if there are none. */
    default AggregateValue collected(BoundExpression value, Place at) {
        throw at.unsupported("an array of a query");
    }

    /** Whether there is a function of a name that gives rows. */
    default boolean givesRows(String name) {
        return false;
    }

    /**
     * A call of a function that gives rows; null if the arguments mean another one.
     *
     * @param names of arguments in named notation, null for others; empty if none has one
     * @param variadic whether the last one is marked VARIADIC
     */
    default RowsCall rows(
            String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at) {
        return null;
    }

    /** Whether a VARIADIC parameter may have a type: an array, or what stands for one. */
    default boolean collects(Routine.DataType type) {
        return false;
    }
}
