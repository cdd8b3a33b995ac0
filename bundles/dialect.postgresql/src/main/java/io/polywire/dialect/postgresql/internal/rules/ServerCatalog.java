package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * All types, functions, operators and casts that PostgreSQL 15 has in pg_catalog, implemented or not: what a call means is
 * found among all of them. The files are made by {@code src/functions/generate}.
 */
final class ServerCatalog {
    /**
     * A type.
     *
     * @param kind b base, p pseudo, r range, m multirange
     * @param category typcategory
     * @param preferred typispreferred
     * @param element name of the elements' type, null if it is no array
     */
    record TypeRow(int oid, String name, char kind, char category, boolean preferred, String element) {}

    /**
     * A function.
     *
     * @param kind as in functions.tsv
     * @param takes names of the types of its input arguments
     * @param result name of its type
     * @param variadic type of the elements of VARIADIC, null if there is none
     * @param names of its arguments, empty if they have none
     * @param defaults texts of the last arguments' defaults
     * @param direct direct arguments of an ordered-set aggregate
     */
    record FunctionRow(
            String name,
            char kind,
            List<String> takes,
            String result,
            String variadic,
            List<String> names,
            List<String> defaults,
            int direct) {}

    /** An operator; {@code left} null for a prefix operator. */
    record OperatorRow(String name, String left, String right, String result) {}

    private final Map<String, TypeRow> types = new HashMap<>();
    private final Map<String, String> arrays = new HashMap<>();
    private final Map<String, List<FunctionRow>> functions = new HashMap<>(2500);
    /** The extensions that every database has, with their comments as pg_description has them. */
    static final Map<String, String> EXTENSIONS = Map.of(
            "plpgsql", "PL/pgSQL procedural language",
            "uuid-ossp", "generate universally unique identifiers (UUIDs)",
            "pgcrypto", "cryptographic functions",
            "btree_gist", "support for indexing common datatypes in GiST");

    private final Map<String, List<FunctionRow>> extensions = new HashMap<>();
    private final Map<String, List<OperatorRow>> operators = new HashMap<>();
    private final Map<String, Casts.Context> casts = new HashMap<>();

    private static final class Holder {
        static final ServerCatalog ALL = new ServerCatalog();
    }

    static ServerCatalog all() {
        return Holder.ALL;
    }

    private ServerCatalog() {
        read("types.tsv", f -> {
            TypeRow t = new TypeRow(
                    Integer.parseInt(f[0]), f[1], f[2].charAt(0), f[3].charAt(0), f[4].equals("t"), orNull(f[5]));
            types.put(t.name(), t);
            if (t.element() != null && t.name().equals("_" + t.element())) {
                arrays.put(t.element(), t.name());
            }
        });
        read("functions.tsv", f -> add(f, functions));
        read("extensions.tsv", f -> add(f, extensions));
        read(
                "operators.tsv",
                f -> operators
                        .computeIfAbsent(f[0], n -> new ArrayList<>())
                        .add(new OperatorRow(f[0], orNull(f[1]), f[2], f[3])));
        read(
                "casts.tsv",
                f -> casts.put(
                        f[0] + ">" + f[1],
                        switch (f[2]) {
                            case "i" -> Casts.Context.IMPLICIT;
                            case "a" -> Casts.Context.ASSIGNMENT;
                            default -> Casts.Context.EXPLICIT;
                        }));
    }

    private static void add(String[] f, Map<String, List<FunctionRow>> to) {
        FunctionRow row = new FunctionRow(
                f[1],
                f[2].charAt(0),
                list(f[3], ","),
                f[4],
                orNull(f[5]),
                list(f[6], ","),
                list(f[7], ", "),
                f[8].isEmpty() ? 0 : Integer.parseInt(f[8]));
        to.computeIfAbsent(row.name(), n -> new ArrayList<>(2)).add(row);
    }

    private static void read(String file, Consumer<String[]> row) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(ServerCatalog.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (!line.startsWith("# ")) {
                    row.accept(line.split("\t", -1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String orNull(String s) {
        return s.isEmpty() ? null : s.intern();
    }

    private static List<String> list(String s, String separator) {
        return s.isEmpty()
                ? List.of()
                : Arrays.stream(s.split(separator)).map(String::intern).toList();
    }

    /** A type by its name, or null. */
    TypeRow type(String name) {
        return types.get(name);
    }

    /** Name of the arrays of a type, or null. */
    String arrayOf(String element) {
        return arrays.get(element);
    }

    /** Functions of a name. */
    List<FunctionRow> functions(String name) {
        return functions.getOrDefault(name, List.of());
    }

    /** Functions of a name that extensions bring, which those of users go before. */
    List<FunctionRow> ofExtensions(String name) {
        return extensions.getOrDefault(name, List.of());
    }

    /** Every function, those of extensions too. */
    List<FunctionRow> everyFunction() {
        return Stream.of(functions, extensions)
                .flatMap(m -> m.values().stream())
                .flatMap(List::stream)
                .toList();
    }

    /** Operators of a name, prefix or infix. */
    List<OperatorRow> operators(String name, boolean prefix) {
        return operators.getOrDefault(name, List.of()).stream()
                .filter(o -> prefix == (o.left() == null))
                .toList();
    }

    /** Least context of the cast between two types, null without one. */
    Casts.Context cast(String from, String to) {
        return casts.get(from + ">" + to);
    }

    // --- types of expressions -------------------------------------------------------------------------------------

    /** Category of a type, users' own included. */
    static char category(Type t) {
        if (RowTypes.isNamed(t)) {
            return 'C';
        }
        TypeRow row = all().type(t.name());
        if (row != null && row.oid() == t.id()) {
            return row.category();
        }
        return switch (t.kind()) {
            case ENUM -> 'E';
            case ARRAY -> 'A';
            case UNKNOWN -> 'X';
            default -> row == null ? 'U' : row.category();
        };
    }

    /** Whether a type is preferred in its category. */
    static boolean isPreferred(String name) {
        TypeRow row = all().type(name);
        return row != null && row.preferred();
    }
}
