package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import java.util.List;

/**
 * What a front dialect knows of types, literals, operators and functions. Stateless and thread-safe.
 *
 * <p>Every method may throw {@link io.polywire.api.error.SqlFailure} as the dialect's server would: a SQLSTATE, its
 * message, a position. What the dialect has and we have not is refused with 0A000, never taken for unknown.
 */
public interface TypeRules {
    /** The extensions that every database has, by name, with their comments. */
    default java.util.Map<String, String> extensions() {
        return java.util.Map.of();
    }

    /** Whether a new database has it before anybody makes it, so that making it is a failure. */
    default boolean isExtensionOfEveryDatabase(String name) {
        return true;
    }

    /** The type of a table's whole rows. */
    default Type rowType(Relation relation) {
        throw SqlFailure.unsupported("a whole row of a table as a value");
    }

    /** Whether a type is that of literals without a type, so that a cast of one to it leaves it as it is. */
    default boolean leavesUntyped(TypeName name) {
        return false;
    }

    /** The name of the dialect whose rules they are. */
    String dialect();

    /** An expression as the catalog keeps it, in the dialect's own words. */
    default Expression expression(String text) {
        throw SqlFailure.unsupported("an expression that dialect " + dialect() + " has not made");
    }

    /** The type of a column whose written type says that a sequence numbers it ("serial"); null for any other. */
    default Type numbered(TypeName name) {
        return null;
    }

    /** The expression, in the dialect's own words, that takes the next value of a sequence. */
    default String nextValue(Relation sequence) {
        throw SqlFailure.unsupported("a sequence in dialect " + dialect());
    }

    /** The next value of a sequence, also of one that the catalog does not have yet. */
    default BoundExpression next(Relation sequence) {
        throw SqlFailure.unsupported("a sequence in dialect " + dialect());
    }

    /** What a query that names a sequence as a table reads. */
    default BoundQuery sequenceRows(Relation sequence) {
        throw SqlFailure.unsupported("a sequence in dialect " + dialect());
    }

    /** The number of the sequence that an expression takes the next value of, as far as it names one; else 0. */
    default int sequenceOf(BoundExpression e) {
        return 0;
    }

    /** The type of conditions. */
    Type booleanType();

    /** The type of LIMIT and OFFSET. */
    Type rowCountType();

    /** The type that a column of a storage has for this dialect, or null if its values cannot be served yet. */
    Type stored(RelationColumn column);

    /**
     * A relation that the dialect has beside the tables of a database, or null.
     *
     * @param schema as written; null where only the name is given, and system relations are looked for first
     * @param catalog what it tells of
     */
    default SystemRelation system(String schema, String name, CatalogSnapshot catalog) {
        return null;
    }

    /**
     * The rows of a function without arguments that tells what a system relation does, or null.
     *
     * @param schema as written, or null
     */
    default SystemRelation systemRows(String schema, String name) {
        return null;
    }

    /** An output of the whole statement, as the client is shown it. */
    default BoundExpression shown(BoundExpression output, Place at) {
        return output;
    }

    /** The type of a name. */
    Type named(TypeName name);

    /** The relation whose rows a type means; null for any other type. */
    default Relation rowsOf(TypeName name) {
        return null;
    }

    /** The relation whose rows the type of a column is, by the type's number; null for any other. */
    default Relation rowsOf(int typeId) {
        return null;
    }

    /** The number of a type that columns of it are kept with: of a user's type or of a table's rows; else 0. */
    default int keptNumber(TypeName name) {
        UserType user = userType(name);
        return user == null ? 0 : user.id();
    }

    /** The type that a user made under a name, or null if the name means another one or none. */
    default UserType userType(TypeName name) {
        return null;
    }

    /** The type under a domain. */
    default Type base(UserType domain) {
        throw io.polywire.api.error.SqlFailure.unsupported("a domain");
    }

    /**
     * A value that is checked against a domain.
     *
     * @param notNull whether it refuses NULL, or a domain under it does
     * @param names of its constraints and of those of the domains under it
     * @param conditions one for each of them, over the value
     */
    default BoundExpression domain(
            UserType domain,
            boolean notNull,
            List<String> names,
            BoundExpression value,
            List<BoundExpression> conditions) {
        throw io.polywire.api.error.SqlFailure.unsupported("a domain");
    }

    /**
     * A condition over a row that fails where a column's value does not meet what its domain is about to demand.
     *
     * @param condition of the domain, over the value; null if it refuses NULL from now on
     */
    default BoundExpression domainRow(
            Relation table, RelationColumn column, BoundExpression value, BoundExpression condition) {
        throw io.polywire.api.error.SqlFailure.unsupported("a domain");
    }

    /**
     * What a row fails with that is written through a view and would not show in it.
     *
     * @param view its name
     * @param row the columns of the row's table; empty if they are not told
     * @param type of the value that the failure stands in place of
     */
    default BoundExpression checkOption(String view, List<BoundExpression> row, Type type, Place at) {
        throw at.unsupported("a CHECK OPTION");
    }

    /** Whether the dialect itself has a type of a name. */
    default boolean isBuiltIn(String type) {
        return false;
    }

    /** What it knows of distances in frames of windows. */
    FrameRules frames();

    /**
     * What an index over a column is over: the column where the storage compares its values as the dialect does, otherwise
     * the key that comparisons use.
     *
     * @param unique whether only equality counts
     * @throws io.polywire.api.error.SqlFailure if values of the type have no order
     */
    default BoundExpression indexKey(BoundExpression value, boolean unique, Place at) {
        return orderKey(value, at);
    }

    /**
     * Whether values of two types, of which each is equal exactly if its carriers are, can be compared with each other by
     * these.
     */
    default boolean equalAlike(Type a, Type b) {
        return true;
    }

    /** Whether values of a type are equal exactly if their carriers are. */
    default boolean equalsItself(Type type) {
        return ordersItself(type);
    }

    /**
     * A query in the dialect's language: a view's.
     *
     * @throws io.polywire.api.error.SqlFailure if it is none
     */
    default Query query(String text) {
        throw io.polywire.api.error.SqlFailure.unsupported("a view of dialect " + dialect());
    }

    /**
     * The statements of a text in the dialect's language: the body of a function.
     *
     * @throws io.polywire.api.error.SqlFailure if it is none
     */
    default List<StatementBody> statements(String text) {
        throw SqlFailure.unsupported("a function of dialect " + dialect());
    }

    /** The type of a parameter or of the result of a function, as it is kept: without length, precision and scale. */
    default Routine.DataType parameterType(TypeName name) {
        throw SqlFailure.unsupported("a function in dialect " + dialect());
    }

    /** A type as one of a parameter is kept. */
    default Routine.DataType parameterType(Type type) {
        throw SqlFailure.unsupported("a function in dialect " + dialect());
    }

    /** The type that was kept so. */
    default Type parameterType(Routine.DataType type) {
        throw SqlFailure.unsupported("a function in dialect " + dialect());
    }

    /**
     * The function of users that a call means; null if it means none of them.
     *
     * @param schema as written; null where only the name is given
     * @param names of the arguments in named notation, null for those without; empty if none has one
     * @param variadic whether the last argument is marked VARIADIC
     */
    default RoutineCall routine(
            String schema,
            String name,
            List<BoundExpression> arguments,
            List<String> names,
            boolean variadic,
            Place at) {
        return null;
    }

    /** Whether a function of this name, of the schema that objects are made in, is there from the start. */
    default boolean isOfExtension(String name) {
        return false;
    }

    /** Whether parameters of a type are no arguments: drivers send them for what a function gives (its OUT parameters). */
    default boolean isResultOnly(Type type) {
        return false;
    }

    /** Whether calls of a name are looked for among the dialect's own functions only. */
    default boolean isReservedFunction(String name) {
        return false;
    }

    /** A name as the dialect's texts write it, quoted where it must be. */
    default String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The value of a literal; type UNKNOWN where its use decides. */
    BoundExpression literal(Literal literal);

    /**
     * An operator.
     *
     * @param name as written
     * @param left null for a prefix operator
     * @param at where errors point to
     */
    BoundExpression operator(String name, BoundExpression left, BoundExpression right, Place at);

    /** What it knows of arrays and of functions that give rows. */
    default ArrayRules arrays() {
        return ArrayRules.NONE;
    }

    /** Whether a schema is the one of what the dialect itself brings along ("pg_catalog"). */
    default boolean isSystemSchema(String schema) {
        return false;
    }

    /** Whether no user may make a schema of a name since the dialect has one. */
    default boolean isReservedSchema(String schema) {
        return isSystemSchema(schema);
    }

    /** Whether a collation is the database's own. */
    default boolean isOwnCollation(List<String> collation) {
        return false;
    }

    /** Whether values of a type, which has a collation, have that of the database where nothing else is said. */
    default boolean hasOwnCollation(Type type) {
        return !type.name().equals("name");
    }

    /**
     * A value under a collation.
     *
     * @param cased whether its use depends on which characters are letters, and not on their order alone
     * @throws io.polywire.api.error.SqlFailure 42704 if there is no such collation, 0A000 if it is not served
     */
    default BoundExpression collate(BoundExpression value, List<String> collation, boolean cased, Place at) {
        throw at.unsupported("COLLATE");
    }

    /** The kinds of index. */
    default IndexMethods indexMethods() {
        return IndexMethods.NONE;
    }

    /** Whether a name is that of an aggregate. */
    boolean isAggregate(String name);

    /** Whether an aggregate of a name takes its rows in the order of WITHIN GROUP, whose keys are its last arguments. */
    boolean isOrderedSetAggregate(String name);

    /**
     * A call of a function that is no aggregate.
     *
     * @param names of the arguments in named notation, null for those without; empty if none has one
     * @param variadic whether the last argument is marked to be all that the function takes a variable number of
     */
    BoundExpression call(String name, List<BoundExpression> arguments, List<String> names, boolean variadic, Place at);

    /**
     * A call of an aggregate.
     *
     * @param star whether it was called with a bare star
     * @param filter null for none
     */
    BoundExpression aggregate(
            String name,
            List<BoundExpression> arguments,
            boolean star,
            boolean distinct,
            BoundExpression filter,
            Place at);

    /** Whether a name is that of a function that needs a window and is no aggregate. */
    boolean isWindowFunction(String name);

    /** The type of shares such as percent_rank gives. */
    default Type doubleType() {
        return Type.of(TypeKind.FLOAT64, "float8");
    }

    /**
     * A call of a function that needs a window and is no aggregate.
     *
     * @param window its window
     */
    BoundExpression windowFunction(String name, List<BoundExpression> arguments, BoundWindow window, Place at);

    /** A time in another zone. */
    BoundExpression atTimeZone(BoundExpression time, BoundExpression zone, Place at);

    /**
     * A function with a syntax of its own.
     *
     * @param arguments in order; the field of EXTRACT before the others, as a literal; the two rows of OVERLAPS as four
     */
    BoundExpression standard(StandardFunction.Kind kind, List<BoundExpression> arguments, Place at);

    /** A pattern match; {@code escape} null for the dialect's default. */
    BoundExpression like(
            io.polywire.sql.tree.Like.Kind kind,
            BoundExpression operand,
            BoundExpression pattern,
            BoundExpression escape,
            boolean negated,
            Place at);

    /** An explicit cast. */
    BoundExpression cast(BoundExpression value, Type target, Place at);

    /** A value for a column; the error names the column. */
    BoundExpression assign(BoundExpression value, Type target, String column, Place at);

    /** An implicit coercion to a type that {@link #common} has chosen, or of a literal or parameter to its use. */
    BoundExpression coerce(BoundExpression value, Type target, Place at);

    /** A condition; {@code clause} is named where it is none ("WHERE"). */
    BoundExpression condition(BoundExpression value, String clause, Place at);

    /**
     * The type that several values are brought to.
     *
     * @param construct named in errors ("CASE", "UNION")
     * @param places one for each value
     */
    Type common(List<BoundExpression> values, String construct, List<Place> places);

    /** A parameter of the statement: what expressions read, where that is not the value as a client has sent it. */
    default BoundExpression parameter(BoundParameter parameter, Place at) {
        return parameter;
    }

    /** What is left of UNKNOWN at the end: the type of an output. */
    BoundExpression settle(BoundExpression value, Place at);

    /**
     * A value whose carrier compares, sorts and is equal as the type is: the value itself for most types.
     *
     * @throws io.polywire.api.error.SqlFailure if the type has no order
     */
    BoundExpression orderKey(BoundExpression value, Place at);

    /**
     * The same for ORDER BY.
     *
     * @throws io.polywire.api.error.SqlFailure if the type has no order
     */
    default BoundExpression sortKey(BoundExpression value, Place at) {
        return orderKey(value, at);
    }

    /** Whether values of a type are their own {@link #orderKey}. */
    boolean ordersItself(Type type);

    /** Whether a function may be called by the name of this schema. */
    default boolean isFunction(String schema, String name) {
        return isSystemSchema(schema);
    }

    /**
     * A row as a value.
     *
     * @param names of its fields
     * @param fields its fields
     */
    default BoundExpression row(java.util.List<String> names, java.util.List<BoundExpression> fields, Place at) {
        throw at.unsupported("a row as a value");
    }

    /**
     * A row of a type.
     *
     * @param type one with fields
     * @param values as many, of the fields' types
     */
    default BoundExpression row(Type type, List<BoundExpression> values, Place at) {
        throw at.unsupported("a row as a value");
    }

    /** A field of a value that is a row. */
    default BoundExpression field(BoundExpression row, String name, Place at) {
        throw at.unsupported("a field of a composite value");
    }

    /** The type of rows without a name, of named fields. */
    default Type record(List<String> names, List<Type> types) {
        throw SqlFailure.unsupported("a row as a value");
    }

    /**
     * Refuses a type that a row of a composite type cannot have in it.
     *
     * @throws io.polywire.api.error.SqlFailure if it is one
     */
    default void checkField(Type type, Place at) {
        throw at.unsupported("a composite type");
    }

    /** A row whose fields of domains are checked; the value itself where there are none. */
    default BoundExpression checkedFields(BoundExpression row, Place at) {
        return row;
    }

    /** Whether values of a type are rows. */
    default boolean isRow(Type type) {
        return type.fields() != null;
    }

    /** Whether all fields of a row are NULL, or none is if {@code negated}. */
    default BoundExpression isNull(BoundExpression row, boolean negated, Place at) {
        throw at.unsupported("a row as a value");
    }

    /**
     * Name and type of the column that tells where a row of a table stands, which is its number in the storage and which a star
     * does not give; null if there is none.
     */
    default java.util.Map.Entry<String, Type> rowPlace() {
        return rowColumns().place();
    }

    /** Columns that rows have beside those of their relations. */
    default RowColumns rowColumns() {
        return RowColumns.NONE;
    }

    /**
     * Columns that every relation has beside its own and a star does not give, by name.
     *
     * @param relation number of the relation
     */
    default java.util.Map<String, BoundExpression> systemColumns(long relation) {
        return rowColumns().of(relation);
    }

    /**
     * Storage parameters of a relation, an index or a column.
     *
     * @param of what they are about: "table", "view", "column", or an access method of indexes
     * @param before those that it has, in order
     * @param given those that are set or reset; the value is null where none was written
     * @return all that it has then, in order
     */
    default java.util.Map<String, String> storageParameters(
            String of, java.util.Map<String, String> before, List<StorageParameter> given, boolean reset) {
        throw SqlFailure.unsupported("storage parameters in dialect " + dialect());
    }

    /** How values of a type are kept where nothing is said, and whether they may be kept otherwise. */
    default String storageOf(Type type) {
        throw SqlFailure.unsupported("STORAGE in dialect " + dialect());
    }

    /** Whether every table has a column of a name that a star does not give, so that no other can have it. */
    default boolean isSystemColumn(String name) {
        return false;
    }

    /** Whether a name is that of a type which no column can have. */
    default boolean isPseudo(TypeName name) {
        return false;
    }

    /** Whether a name is that of rows whose columns are not said. */
    default boolean isRecord(TypeName type) {
        return false;
    }

    /** Whether a type of parameters stands for that of an argument. */
    default boolean isPolymorphic(Routine.DataType type) {
        return false;
    }

    /** Refuses a polymorphic result that no parameter tells the type of. */
    default void checkPolymorphic(Routine.DataType result, List<Routine.DataType> parameters) {}

    /** Whether NULL comes first where nothing is said. */
    boolean nullsFirst(boolean descending);

    /** The name of an output without an alias. */
    String columnName(Expression expression);

    /** A type's name as errors write it. */
    String display(Type type);

    /** A type's name with its length, precision and scale. */
    default String displayFull(Type type) {
        return display(type);
    }
}
