package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.Aggregate;
import io.polywire.sql.bound.BoundExpression;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What is implemented of PostgreSQL's types, casts, operators, functions and aggregates, each under PostgreSQL's own name and
 * types of it. Filled once, by the families of {@link Families}; which of them a statement means is not decided here.
 */
final class Registry {
    /** Makes a call of arguments that were brought to the types that the function takes. */
    interface Maker {
        /**
         * The expression.
         *
         * @param result type of the result; found from the arguments where the function is polymorphic
         */
        BoundExpression make(List<BoundExpression> arguments, Type result);
    }

    /** Makes an expression of another type of one. */
    interface Conversion {
        /**
         * The expression.
         *
         * @param to without length, precision and scale
         */
        BoundExpression make(BoundExpression value, Type to);
    }

    /** Makes the value of a literal in quotes where the settings of the session may have a say. */
    interface LiteralMaker {
        /**
         * The value.
         *
         * @param to with length and precision
         * @param position where it stands, from 1, for errors that show when it runs; 0 if not known
         * @throws io.polywire.api.error.SqlFailure as the type's input function
         */
        BoundExpression make(String text, Type to, int position);
    }

    /** What an aggregate is made of. */
    record AggregateParts(Aggregate aggregate, List<BoundExpression> arguments) {}

    /** Makes an aggregate over arguments that were brought to the types that it takes. */
    interface AggregateMaker {
        AggregateParts make(List<BoundExpression> arguments, Type result);
    }

    /**
     * One function.
     *
     * @param name its name
     * @param takes types of its arguments
     * @param result type of its result
     * @param maker what it is
     */
    record Implementation(String name, List<Type> takes, Type result, Maker maker) {}

    /**
     * One function that gives rows.
     *
     * @param columns names and types of its columns as functions.tsv does not have them; empty for one of its result's
     *     type
     */
    record RowsImplementation(String name, List<Type> takes, ScalarFunction function, List<RowsColumn> columns) {}

    /** A column of a function that gives rows; a null type is that of the elements of its first array. */
    record RowsColumn(String name, Type type) {}

    /** One aggregate. */
    record AggregateImplementation(String name, List<Type> takes, Type result, AggregateMaker maker) {}

    /** One cast that has more to do than the types' input and output functions. */
    record CastImplementation(Type from, Type to, Casts.Context context, Conversion conversion) {}

    /** What a Java function is used as. */
    enum JavaKind {
        FUNCTION,
        OPERATOR,
        CAST,
        INPUT
    }

    /**
     * One thing of PostgreSQL's that a Java function is all of.
     *
     * @param name of the function or operator; of the type whose values it reads
     * @param takes types of its arguments; of a cast those that it leads between
     */
    record JavaUse(JavaKind kind, String name, List<Type> takes) {}

    private final Map<ScalarFunction, List<JavaUse>> javas = new HashMap<>();
    private final Map<String, List<Implementation>> functions = new HashMap<>();
    private final Map<String, List<RowsImplementation>> rows = new HashMap<>();
    private final Map<String, Maker> spreads = new HashMap<>();
    private final Map<Signature, Implementation> operators = new HashMap<>();
    private final Map<Direction, CastImplementation> casts = new HashMap<>();
    private final Map<String, List<AggregateImplementation>> aggregates = new HashMap<>();
    private final Map<String, TypeSupport> types = new HashMap<>();
    private final Map<String, LiteralMaker> literals = new HashMap<>();
    private final Map<TypeKind, Function<Type, TypeSupport>> kinds = new EnumMap<>(TypeKind.class);

    private static final class Holder {
        static final Registry ALL = filled();

        private static Registry filled() {
            Registry r = new Registry();
            Families.register(r);
            return r;
        }
    }

    /** All that there is. */
    static Registry all() {
        return Holder.ALL;
    }

    // --- filling it -----------------------------------------------------------------------------------------------

    /** A function made of expressions. */
    void function(String name, Maker maker, Type result, Type... takes) {
        functions
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(new Implementation(name, List.of(takes), result, maker));
    }

    /** A function that is a Java function of the same arguments. */
    void java(ScalarFunction f, String name, Type result, Type... takes) {
        java(f, name, (a, r) -> Functions.call(f, r, a), result, takes);
    }

    /** The same, called in another way where its arguments ask for it. */
    void java(ScalarFunction f, String name, Maker maker, Type result, Type... takes) {
        used(f, JavaKind.FUNCTION, name, takes);
        function(name, maker, result, takes);
    }

    private void used(ScalarFunction f, JavaKind as, String name, Type... takes) {
        javas.computeIfAbsent(f, n -> new ArrayList<>()).add(new JavaUse(as, name, List.of(takes)));
    }

    /** What a function of VARIADIC "any" is where its arguments come as the elements of one array. */
    void spread(String name, Maker maker) {
        spreads.put(name, maker);
    }

    /** A function of one column that gives rows. */
    void rows(ScalarFunction f, String name, Type... takes) {
        rows(f, name, List.of(), takes);
    }

    /** A function of several columns that gives rows. */
    void rows(ScalarFunction f, String name, List<RowsColumn> columns, Type... takes) {
        rows.computeIfAbsent(name, n -> new ArrayList<>())
                .add(new RowsImplementation(name, List.of(takes), f, columns));
    }

    /** An operator made of expressions; one operand for a prefix operator. */
    void operator(String name, Maker maker, Type result, Type... takes) {
        operators.put(Signature.of(name, List.of(takes)), new Implementation(name, List.of(takes), result, maker));
    }

    /** An operator that is a Java function of its operands. */
    void javaOperator(ScalarFunction f, String name, Type result, Type... takes) {
        used(f, JavaKind.OPERATOR, name, takes);
        operator(name, (a, r) -> Functions.call(f, r, a), result, takes);
    }

    /** A cast; those by input and output functions come with the types. */
    void cast(Type from, Type to, Casts.Context context, Conversion conversion) {
        casts.put(new Direction(from.name(), to.name()), new CastImplementation(from, to, context, conversion));
    }

    /** A cast that is a Java function. */
    void cast(Type from, Type to, Casts.Context context, ScalarFunction f) {
        used(f, JavaKind.CAST, "", from, to);
        cast(from, to, context, (e, t) -> Functions.call(f, t, e));
    }

    /** An aggregate made of expressions. */
    void aggregate(String name, AggregateMaker maker, Type result, Type... takes) {
        aggregates
                .computeIfAbsent(name, n -> new ArrayList<>())
                .add(new AggregateImplementation(name, List.of(takes), result, maker));
    }

    /** An aggregate in Java over the same arguments. */
    void aggregate(AggregateFunction f, String name, Type result, Type... takes) {
        aggregate(name, (a, r) -> new AggregateParts(new Aggregate.Own(f), a), result, takes);
    }

    /** A type. */
    void type(TypeSupport support) {
        if (support.input() != null) {
            used(support.input(), JavaKind.INPUT, support.type().name());
        }
        types.put(support.type().name(), support);
    }

    /** How literals of a type are read, where it is not just its reader. */
    void literal(Type type, LiteralMaker maker) {
        literals.put(type.name(), maker);
    }

    /** Types that are made of others or by users: arrays, enums. */
    void types(TypeKind kind, Function<Type, TypeSupport> support) {
        kinds.put(kind, support);
    }

    // --- asking it ------------------------------------------------------------------------------------------------

    /** Implementations of a name. */
    List<Implementation> functions(String name) {
        return functions.getOrDefault(name, List.of());
    }

    /** The function that takes exactly these types, or null. */
    Implementation function(String name, List<String> types) {
        for (Implementation f : functions(name)) {
            if (isNamed(f.takes(), types)) {
                return f;
            }
        }
        return null;
    }

    /** What a function of VARIADIC "any" is over one array, or null. */
    Maker spread(String name) {
        return spreads.get(name);
    }

    /** The function of rows that takes exactly these types, or null. */
    RowsImplementation rows(String name, List<String> types) {
        for (RowsImplementation f : rows.getOrDefault(name, List.of())) {
            if (isNamed(f.takes(), types)) {
                return f;
            }
        }
        return null;
    }

    /** The operator over exactly these declared types, or null. */
    Implementation operatorOf(String name, List<String> types) {
        return operators.get(new Signature(name, types));
    }

    /** The cast between two types, or null. */
    CastImplementation cast(Type from, Type to) {
        return casts.get(new Direction(from.name(), to.name()));
    }

    /** The aggregate that takes exactly these types, or null. */
    AggregateImplementation aggregate(String name, List<String> types) {
        for (AggregateImplementation a : aggregates.getOrDefault(name, List.of())) {
            if (isNamed(a.takes(), types)) {
                return a;
            }
        }
        return null;
    }

    /** How literals of a type are read, or null for its reader. */
    LiteralMaker literal(Type t) {
        return RowLayout.hasRows(t) || PgTypes.isRecord(t) ? RowTypes::literal : literals.get(t.name());
    }

    /** What is known of a type, or null. */
    TypeSupport type(Type t) {
        if (t.fields() != null) {
            return RowTypes.support(t);
        }
        TypeSupport s = types.get(t.name());
        if (s == null && kinds.containsKey(t.kind())) {
            return kinds.get(t.kind()).apply(t);
        }
        return s;
    }

    private static boolean isNamed(List<Type> types, List<String> names) {
        int n = types.size();
        if (n != names.size()) {
            return false;
        }
        for (int i = 0; i < n; i++) {
            if (!types.get(i).name().equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** By what a cast is found: the names of its types. */
    private record Direction(String from, String to) {}

    /** By what an operator is found: its name and the names of the types of its operands. */
    private record Signature(String name, List<String> types) {
        static Signature of(String name, List<Type> types) {
            return new Signature(name, types.stream().map(Type::name).toList());
        }
    }

    /** Every Java function that is all of something of PostgreSQL's, with what it is. */
    Map<ScalarFunction, List<JavaUse>> everyJava() {
        return javas;
    }

    // --- for tests ------------------------------------------------------------------------------------------------

    List<Implementation> everyFunction() {
        return functions.values().stream().flatMap(List::stream).toList();
    }

    List<Implementation> everyOperator() {
        return List.copyOf(operators.values());
    }

    List<AggregateImplementation> everyAggregate() {
        return aggregates.values().stream().flatMap(List::stream).toList();
    }

    List<CastImplementation> everyCast() {
        return List.copyOf(casts.values());
    }

    /** Puts a value that a reader has made. */
    static void put(FunctionResult out, Object value) {
        if (value instanceof Long n) {
            out.putLong(n);
        } else if (value instanceof Double d) {
            out.putDouble(d);
        } else if (value instanceof byte[] b) {
            out.putBytes(b);
        } else if (value instanceof String s) {
            out.putText(s);
        } else if (value == null) {
            out.putNull();
        } else {
            throw new IllegalArgumentException(Arrays.toString(new Object[] {value.getClass()}));
        }
    }
}
