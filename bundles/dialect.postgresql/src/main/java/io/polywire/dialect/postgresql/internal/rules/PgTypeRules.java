package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.dialect.postgresql.internal.PgParser;
import io.polywire.dialect.postgresql.internal.Quoting;
import io.polywire.sql.analyse.ArrayRules;
import io.polywire.sql.analyse.FrameRules;
import io.polywire.sql.analyse.IndexMethods;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.analyse.RoutineCall;
import io.polywire.sql.analyse.RowColumns;
import io.polywire.sql.analyse.StorageParameter;
import io.polywire.sql.analyse.TypeRules;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundParameter;
import io.polywire.sql.bound.BoundQuery;
import io.polywire.sql.bound.BoundRow;
import io.polywire.sql.bound.BoundWindow;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Like;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.StandardFunction;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.UnaryOperation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** PostgreSQL's answers to the analyser's questions. */
public final class PgTypeRules implements TypeRules {
    /** The rules. */
    public static final PgTypeRules INSTANCE = new PgTypeRules(null);

    /** What a number without point is that fits into 32 bits. */
    public static final Type INTEGER = PgTypes.INT4;

    /** The most bytes of a value of type name. */
    private static final int NAME_BYTES = 63;

    /** What the database holds; null where no user's types are known. */
    private final CatalogSnapshot catalog;

    private final UserTypes users;

    private PgTypeRules(CatalogSnapshot catalog) {
        this.catalog = catalog;
        this.users = catalog == null ? null : new UserTypes(catalog, this);
    }

    /** The rules for a database, with the types and functions that its users made. */
    public static PgTypeRules of(CatalogSnapshot catalog) {
        return catalog.types().isEmpty()
                        && catalog.routines().isEmpty()
                        && catalog.relations().isEmpty()
                ? INSTANCE
                : catalog.derived(PgTypeRules.class, PgTypeRules.class, () -> new PgTypeRules(catalog));
    }

    /** A type that a wire knows by its number alone. */
    public Type known(Type declared) {
        Type t = declared.kind() == TypeKind.OTHER && users != null ? users.numbered(declared.id()) : null;
        return t == null ? declared : t;
    }

    /** The type of a number that a column is kept with; null if there is none. */
    Type numbered(int id) {
        return users == null ? null : users.numbered(id);
    }

    /** Whether a type's values are texts, and this is one of them as it is. */
    public boolean takesText(Type type, String value) {
        return switch (type.name()) {
            case "text", "varchar" -> true;
            case "name" -> value.getBytes(StandardCharsets.UTF_8).length <= NAME_BYTES;
            default -> false;
        };
    }

    @Override
    public UserType userType(TypeName name) {
        return users == null ? null : users.find(name);
    }

    @Override
    public Relation rowsOf(TypeName name) {
        return users == null ? null : users.relation(name);
    }

    @Override
    public Relation rowsOf(int typeId) {
        return users == null ? null : users.relation(typeId);
    }

    @Override
    public int keptNumber(TypeName name) {
        UserType user = userType(name);
        Relation r = user == null ? rowsOf(name) : null;
        return user != null ? user.id() : r == null ? 0 : CatalogRows.rowTypeOf(r);
    }

    /**
     * Declared types of parameters as expressions have them: a parameter has neither length nor scale, so that what it
     * is assigned to applies its own.
     */
    public static List<Type> ofParameters(List<Type> declared) {
        return declared.stream().map(PgTypes::plain).toList();
    }

    @Override
    public Type doubleType() {
        return PgTypes.FLOAT8;
    }

    @Override
    public String dialect() {
        return "postgresql";
    }

    @Override
    public Expression expression(String text) {
        return PgParser.expression(text);
    }

    @Override
    public Type numbered(TypeName name) {
        return SequenceFunctions.numbered(name);
    }

    @Override
    public String nextValue(Relation sequence) {
        return SequenceFunctions.next(sequence);
    }

    @Override
    public BoundExpression next(Relation sequence) {
        return SequenceFunctions.nextOf(sequence);
    }

    @Override
    public int sequenceOf(BoundExpression e) {
        return SequenceFunctions.sequenceOf(e);
    }

    @Override
    public BoundQuery sequenceRows(Relation sequence) {
        return SequenceFunctions.rows(sequence);
    }

    @Override
    public Type booleanType() {
        return PgTypes.BOOL;
    }

    @Override
    public Type rowCountType() {
        return PgTypes.INT8;
    }

    /**
     * The names that our own tables are declared with, and those with which SQLite itself sees to the class of the
     * values: integers of 64 bits, text, real and blob affinity. Everything else holds what its writer liked.
     */
    @Override
    public Type stored(RelationColumn column) {
        return declared(column.declared(), column.typeId());
    }

    private Type declared(String declared, int userType) {
        if (userType == 0) {
            return StoredTypes.of(declared);
        }
        Type type = users == null ? null : users.numbered(userType);
        // of a domain over arrays the type is one already
        boolean arrays = type != null && declared.startsWith("_") && type.kind() != TypeKind.ARRAY;
        return arrays ? PgTypes.arrayOf(type) : type;
    }

    @Override
    public Type named(TypeName name) {
        if (!name.dimensions().isEmpty()) {
            Type element = named(new TypeName(
                    name.name(),
                    name.builtin(),
                    name.modifiers(),
                    name.fields(),
                    List.of(),
                    name.setOf(),
                    name.ofColumn(),
                    name.start(),
                    name.end()));
            if (Elements.of(element) == null) {
                throw SqlFailure.unsupported("type " + PgTypes.display(element) + "[]");
            }
            return PgTypes.arrayOf(element);
        }
        if (name.setOf() || name.ofColumn()) {
            throw SqlFailure.unsupported("a type of this form");
        }
        UserType own = userType(name);
        if (own != null) {
            if (!name.modifiers().isEmpty()) {
                throw SqlFailure.of(FailureKind.SYNTAX, "type modifier is not allowed for type \"" + own.name() + "\"");
            }
            return users.of(own);
        }
        if (rowsOf(name) != null) {
            return rowType(rowsOf(name));
        }
        Type arrays = users == null ? null : users.arrays(name);
        if (arrays != null) {
            return arrays;
        }
        String word = name.name().last().name();
        if (name.name().parts().size() == 2
                && name.name().parts().get(0).name().equals("information_schema")
                && CatalogData.domain(word) != null) {
            // values of a domain are those of its base type
            return CatalogData.domain(word);
        }
        if (name.name().parts().size() == 2
                && !name.name().parts().get(0).name().equals("pg_catalog")) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "type \"" + name.name().parts().get(0).name() + "." + word + "\" does not exist");
        }
        List<Integer> modifiers = new ArrayList<>();
        for (Expression e : name.modifiers()) {
            boolean negative =
                    e instanceof UnaryOperation u && u.operator().name().equals("-") && u.operand() instanceof Literal;
            Expression number = negative ? ((UnaryOperation) e).operand() : e;
            if (!(number instanceof Literal l)
                    || l.kind() != Literal.Kind.INTEGER
                    || l.value().length() > 8) {
                throw SqlFailure.unsupported("this type modifier");
            }
            modifiers.add((negative ? -1 : 1) * Integer.parseInt(l.value()));
        }
        Type time = DateTimeTypes.named(word, name.fields(), modifiers);
        if (time != null) {
            return time;
        }
        Type plain = PgTypes.written(word);
        if (plain == null) {
            Type element = word.startsWith("_") ? PgTypes.servedElement(word.substring(1)) : null;
            if (element == null && ServerCatalog.all().type(word) == null) {
                throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "type \"" + word + "\" does not exist");
            }
            if (element == null && !RangeTypes.isName(word)) {
                throw SqlFailure.unsupported("type " + word);
            }
            plain = element == null ? PgTypes.named(word) : PgTypes.arrayOf(element);
        }
        if (modifiers.isEmpty()) {
            return plain;
        }
        if ((plain == PgTypes.VARCHAR || plain == PgTypes.BPCHAR) && modifiers.size() == 1) {
            int n = modifiers.get(0);
            String shown = plain == PgTypes.VARCHAR ? "varchar" : "char";
            if (n < 1 || n > 10_485_760) {
                throw SqlFailure.build(
                                FailureKind.DATA,
                                n < 1
                                        ? "length for type " + shown + " must be at least 1"
                                        : "length for type " + shown + " cannot exceed 10485760")
                        .sqlState("22023")
                        .position(name.start() + 1)
                        .build();
            }
            return plain == PgTypes.VARCHAR ? PgTypes.varchar(n) : PgTypes.bpchar(n);
        }
        if (Bits.is(plain) && modifiers.size() == 1) {
            return Bits.named(plain, modifiers.get(0), name.start() + 1);
        }
        if (plain == PgTypes.NUMERIC && modifiers.size() <= 2) {
            int precision = modifiers.get(0);
            int scale = modifiers.size() == 2 ? modifiers.get(1) : 0;
            if (precision < 1 || precision > 1000) {
                throw SqlFailure.build(
                                FailureKind.DATA, "NUMERIC precision " + precision + " must be between 1 and 1000")
                        .sqlState("22023")
                        .position(name.start() + 1)
                        .build();
            }
            if (scale < -1000 || scale > 1000) {
                throw SqlFailure.build(FailureKind.DATA, "NUMERIC scale " + scale + " must be between -1000 and 1000")
                        .sqlState("22023")
                        .position(name.start() + 1)
                        .build();
            }
            return PgTypes.numeric(precision, scale);
        }
        throw RangeTypes.isName(word)
                ? RangeTypes.noModifier(word, name.start() + 1)
                : SqlFailure.unsupported("this type modifier");
    }

    @Override
    public Type rowType(Relation relation) {
        return users == null ? null : users.row(relation);
    }

    @Override
    public boolean leavesUntyped(TypeName name) {
        return PgDialect.isUntyped(name);
    }

    @Override
    public Map<String, String> extensions() {
        return ServerCatalog.EXTENSIONS;
    }

    @Override
    public boolean isExtensionOfEveryDatabase(String name) {
        return name.equals("plpgsql");
    }

    @Override
    public Query query(String text) {
        if (PgParser.parse(text, true) instanceof ParsedStatement p && p.body() instanceof Query q) {
            return q;
        }
        throw SqlFailure.of(FailureKind.INTERNAL, "a view without a query");
    }

    @Override
    public List<StatementBody> statements(String text) {
        return PgParser.statements(text);
    }

    @Override
    public Routine.DataType parameterType(TypeName name) {
        UserType own = userType(name);
        if (own == null && UserFunctions.isPolymorphic(name)) {
            return new Routine.DataType(name.name().last().name(), 0);
        }
        if (own != null && own.isDomain() && !name.dimensions().isEmpty()) {
            throw SqlFailure.unsupported("arrays of a domain as the type of a parameter or result");
        }
        return UserFunctions.kept(named(name), own);
    }

    @Override
    public boolean isPseudo(TypeName name) {
        return userType(name) == null && UserFunctions.isPseudo(name);
    }

    @Override
    public boolean isRecord(TypeName type) {
        return PgTypes.isRecord(type);
    }

    @Override
    public boolean isPolymorphic(Routine.DataType type) {
        return UserFunctions.isPolymorphic(type);
    }

    @Override
    public void checkPolymorphic(Routine.DataType result, List<Routine.DataType> parameters) {
        UserFunctions.checkPolymorphic(result, parameters);
    }

    @Override
    public Routine.DataType parameterType(Type type) {
        return UserFunctions.kept(type, null);
    }

    @Override
    public Type parameterType(Routine.DataType type) {
        return UserFunctions.type(type, catalog);
    }

    @Override
    public RoutineCall routine(
            String schema, String name, List<BoundExpression> given, List<String> names, boolean variadic, Place at) {
        return catalog == null ? null : UserFunctions.find(catalog, schema, name, given, names, variadic, at);
    }

    @Override
    public boolean isOfExtension(String name) {
        return !ServerCatalog.all().ofExtensions(name).isEmpty();
    }

    @Override
    public boolean isResultOnly(Type type) {
        return PgTypes.VOID.name().equals(type.name());
    }

    @Override
    public boolean isReservedFunction(String name) {
        return UserFunctions.isReserved(name);
    }

    @Override
    public String quoted(String name) {
        return Quoting.identifier(name);
    }

    @Override
    public BoundExpression literal(Literal l) {
        return switch (l.kind()) {
            case NULL -> new BoundConstant(null, Type.UNKNOWN);
            case BOOLEAN -> new BoundConstant(l.value().equalsIgnoreCase("true") ? 1L : 0L, PgTypes.BOOL);
            case INTEGER -> NumberText.integer(l.value());
            // digits alone that are too many for an integer come as a decimal too
            case DECIMAL ->
                NumberText.isInteger(l.value())
                        ? NumberText.integer(l.value())
                        : new BoundConstant(Numeric.parse(l.value()), PgTypes.NUMERIC);
            case STRING -> new BoundConstant(l.value(), Type.UNKNOWN);
            case BITS, HEX -> Bits.literal(l);
            case NATIONAL_STRING, BLOB -> throw SqlFailure.unsupported("a literal of type nchar");
        };
    }

    @Override
    public BoundExpression operator(String name, BoundExpression left, BoundExpression right, Place at) {
        return left == null ? Operators.prefix(name, right, at) : Operators.infix(name, left, right, at);
    }

    @Override
    public ArrayRules arrays() {
        return PgArrayRules.INSTANCE;
    }

    @Override
    public SystemRelation system(String schema, String name, CatalogSnapshot catalog) {
        return CatalogRelations.find(schema, name, catalog);
    }

    @Override
    public SystemRelation systemRows(String schema, String name) {
        return schema == null || schema.equals(Visibility.SYSTEM) ? CatalogViews.rowsOf(name) : null;
    }

    @Override
    public boolean isFunction(String schema, String name) {
        return isSystemSchema(schema) || schema.equals("information_schema") && name.startsWith("_pg_");
    }

    @Override
    public BoundExpression row(List<String> names, List<BoundExpression> fields, Place at) {
        return Records.of(names, fields, at);
    }

    @Override
    public BoundExpression row(Type type, List<BoundExpression> values, Place at) {
        return RowTypes.of(type, values);
    }

    @Override
    public Type record(List<String> names, List<Type> types) {
        return RowTypes.record(names, types);
    }

    @Override
    public BoundExpression checkedFields(BoundExpression row, Place at) {
        return RowTypes.checked(row, at);
    }

    @Override
    public void checkField(Type type, Place at) {
        RowTypes.checkField(type, at);
    }

    @Override
    public boolean isRow(Type type) {
        return PgTypes.isRecord(type);
    }

    @Override
    public BoundExpression isNull(BoundExpression row, boolean negated, Place at) {
        return RowTypes.isNull(settle(row, at), negated);
    }

    @Override
    public BoundExpression field(BoundExpression row, String name, Place at) {
        return RowTypes.field(row, name, at);
    }

    @Override
    public boolean isSystemColumn(String name) {
        return CatalogColumns.SYSTEM.contains(name);
    }

    @Override
    public Map<String, String> storageParameters(
            String of, Map<String, String> before, List<StorageParameter> given, boolean reset) {
        return StorageParameterRules.changed(of, before, given, reset);
    }

    @Override
    public String storageOf(Type type) {
        return CatalogOptions.storage(type);
    }

    @Override
    public RowColumns rowColumns() {
        return SystemColumns.INSTANCE;
    }

    /** What names an object is shown as its name; the wire writes the number where the client reads binary. */
    @Override
    public BoundExpression shown(BoundExpression output, Place at) {
        if (AccessLists.is(output.type())) {
            return AccessLists.shown(output, output.type());
        }
        if (output.type().equals(PgTypes.JSONPATH)) {
            return JsonPathFunctions.shown(output);
        }
        if (NamedArrays.is(output.type())) {
            return NamedArrays.shown(output, at);
        }
        return CatalogNames.is(output.type()) ? CatalogNames.text(output, output.type(), at) : output;
    }

    @Override
    public boolean isSystemSchema(String schema) {
        return schema.equals("pg_catalog");
    }

    @Override
    public boolean isReservedSchema(String schema) {
        return schema.equals("pg_catalog") || schema.equals("information_schema");
    }

    @Override
    public boolean isOwnCollation(List<String> collation) {
        return Collations.isOwn(collation);
    }

    @Override
    public BoundExpression collate(BoundExpression value, List<String> collation, boolean cased, Place at) {
        return Collations.of(value, collation, cased, at);
    }

    @Override
    public IndexMethods indexMethods() {
        return IndexClasses.INSTANCE;
    }

    @Override
    public boolean isAggregate(String name) {
        return Aggregates.has(name);
    }

    @Override
    public boolean isOrderedSetAggregate(String name) {
        return Aggregates.isOrderedSet(name);
    }

    @Override
    public BoundExpression call(
            String name, List<BoundExpression> given, List<String> names, boolean variadic, Place at) {
        List<BoundExpression> arguments = AccessLists.named(name, given);
        BoundExpression ofCatalog = names.isEmpty() && !variadic ? CatalogFunctions.call(name, arguments, at) : null;
        if (ofCatalog == null && names.isEmpty() && !variadic) {
            ofCatalog = SequenceFunctions.call(name, arguments, at);
        }
        BoundExpression made = ofCatalog != null ? ofCatalog : FunctionCalls.call(name, arguments, names, variadic, at);
        return JsonRecordRows.populates(name) ? RowTypes.checked(made, at) : made;
    }

    @Override
    public BoundExpression aggregate(
            String name,
            List<BoundExpression> arguments,
            boolean star,
            boolean distinct,
            BoundExpression filter,
            Place at) {
        return Aggregates.call(name, arguments, star, distinct, filter, at);
    }

    @Override
    public BoundExpression atTimeZone(BoundExpression time, BoundExpression zone, Place at) {
        return FunctionCalls.call("timezone", List.of(zone, time), List.of(), false, at);
    }

    @Override
    public boolean isWindowFunction(String name) {
        return WindowFunctions.has(name);
    }

    @Override
    public BoundExpression windowFunction(String name, List<BoundExpression> arguments, BoundWindow window, Place at) {
        return WindowFunctions.call(name, arguments, window, at);
    }

    @Override
    public BoundExpression standard(StandardFunction.Kind kind, List<BoundExpression> arguments, Place at) {
        return StandardFunctions.call(kind, arguments, at);
    }

    @Override
    public BoundExpression like(
            Like.Kind kind,
            BoundExpression operand,
            BoundExpression pattern,
            BoundExpression escape,
            boolean negated,
            Place at) {
        return StandardFunctions.like(kind, operand, pattern, escape, negated, at);
    }

    @Override
    public BoundExpression cast(BoundExpression value, Type target, Place at) {
        BoundExpression named = CatalogNames.constant(value, target, at);
        if (named != null) {
            return named;
        }
        if (CatalogNames.is(target) && PgTypes.isText(value.type())) {
            return CatalogNames.found(value, target, CatalogNames.How.CAST, at);
        }
        if (CatalogNames.is(value.type()) && PgTypes.isText(target)) {
            return Coercions.cast(CatalogNames.text(value, PgTypes.TEXT, at), target, at);
        }
        return Coercions.cast(value, target, at);
    }

    @Override
    public BoundExpression assign(BoundExpression value, Type target, String column, Place at) {
        if (CatalogNames.is(target) && PgTypes.isUnknown(value.type())) {
            BoundExpression named = CatalogNames.constant(value, target, at);
            if (named != null) {
                return named;
            }
        }
        return Coercions.assign(value, target, column, at);
    }

    @Override
    public BoundExpression coerce(BoundExpression value, Type target, Place at) {
        return Coercions.implicit(
                value instanceof BoundRow && !RowTypes.isNamed(target) ? settle(value, at) : value, target, at);
    }

    @Override
    public BoundExpression condition(BoundExpression value, String clause, Place at) {
        if (!Coercions.can(value, PgTypes.BOOL, Casts.Context.IMPLICIT)) {
            throw at.failure(
                    FailureKind.TYPE_MISMATCH,
                    "argument of " + clause + " must be type boolean, not type " + PgTypes.display(value.type()));
        }
        return Coercions.implicit(value, PgTypes.BOOL, at);
    }

    @Override
    public Type common(List<BoundExpression> values, String construct, List<Place> places) {
        return Coercions.common(values, construct, places);
    }

    @Override
    public BoundExpression parameter(BoundParameter p, Place at) {
        return CatalogNames.parameter(p, at);
    }

    @Override
    public BoundExpression settle(BoundExpression value, Place at) {
        if (value instanceof BoundRow r) {
            return r.text();
        }
        return PgTypes.isUnknown(value.type()) ? Coercions.implicit(value, PgTypes.TEXT, at) : value;
    }

    @Override
    public BoundExpression orderKey(BoundExpression value, Place at) {
        Records.requireOrder(value.type(), at);
        if (JsonTypes.isIncomparable(value.type())) {
            SqlFailure none = JsonTypes.noEquality(value.type());
            throw at.failure(none.kind(), none.getMessage());
        }
        return Keys.of(value);
    }

    @Override
    public BoundExpression sortKey(BoundExpression value, Place at) {
        Records.requireOrder(value.type(), at);
        if (JsonTypes.isIncomparable(value.type())) {
            throw at.build(
                            FailureKind.UNDEFINED_FUNCTION,
                            "could not identify an ordering operator for type " + PgTypes.display(value.type()))
                    .hint("Use an explicit ordering operator or modify the query.")
                    .build();
        }
        return Keys.of(value);
    }

    @Override
    public boolean ordersItself(Type type) {
        // values of one length are equal where their bytes are
        return !PgTypes.isRecord(type) && (Keys.isOwn(type) || Bpchar.is(type) && type.length() > 0);
    }

    @Override
    public Type base(UserType domain) {
        return declared(domain.baseDeclared(), domain.baseId());
    }

    @Override
    public BoundExpression domainRow(
            Relation table, RelationColumn column, BoundExpression value, BoundExpression condition) {
        List<BoundExpression> arguments = condition == null ? List.of(value) : List.of(value, condition);
        return Functions.call(DomainRow.of(table, column, condition != null), PgTypes.BOOL, arguments);
    }

    @Override
    public BoundExpression domain(
            UserType domain,
            boolean notNull,
            List<String> names,
            BoundExpression value,
            List<BoundExpression> conditions) {
        List<BoundExpression> arguments = new ArrayList<>();
        arguments.add(value);
        arguments.addAll(conditions);
        String shown = users.shown(domain.schema(), domain.name());
        return Functions.call(
                new DomainCheck(domain.id(), domain.schema(), domain.name(), shown, notNull, names),
                value.type(),
                arguments);
    }

    @Override
    public BoundExpression checkOption(String view, List<BoundExpression> row, Type type, Place at) {
        return Functions.call(
                new ViewCheck(view), type, row.stream().map(Casts::output).toList());
    }

    @Override
    public boolean isBuiltIn(String type) {
        return ServerCatalog.all().type(type) != null;
    }

    @Override
    public boolean equalAlike(Type a, Type b) {
        return a.name().equals(b.name()) || !RangeTypes.is(a) && !RangeTypes.is(b);
    }

    @Override
    public boolean equalsItself(Type type) {
        return Keys.isOwn(type)
                || type.kind() == TypeKind.ENUM
                || RangeTypes.equalsItself(type)
                // of one length, or one scale, the values themselves are compared
                || Bpchar.is(type) && type.length() > 0
                || PgTypes.isNumeric(type) && type.precision() > 0;
    }

    @Override
    public FrameRules frames() {
        return FrameOffsets.RULES;
    }

    @Override
    public BoundExpression indexKey(BoundExpression value, boolean unique, Place at) {
        Type type = value.type();
        if (!Keys.hasOrder(type)) {
            throw IndexClasses.noOrder(type);
        }
        boolean always = type.kind() == TypeKind.ENUM || RangeTypes.equalsItself(type);
        boolean itself = value instanceof BoundColumn && (always || unique && equalsItself(type));
        return itself ? value : Keys.of(value);
    }

    @Override
    public boolean nullsFirst(boolean descending) {
        return descending;
    }

    @Override
    public String columnName(Expression e) {
        return ColumnNames.of(e);
    }

    @Override
    public String displayFull(Type type) {
        return CatalogFunctions.formatted(type.id(), CatalogColumns.modifier(type));
    }

    @Override
    public String display(Type type) {
        return PgTypes.display(type);
    }
}
