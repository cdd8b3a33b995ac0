package io.polywire.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What clients ask of the system catalogs, beside so many tables of 20 columns: each query of {@code itests/clients/queries},
 * its median and 95th percentile as a client sees them, the CPU time that the server's own threads take for it (without
 * those that compile and collect), and its first run in a connection. Then what a change of the schema costs the next query,
 * and what CREATE TABLE costs by itself. Of several numbers of tables, in their order, the same server gets all.
 *
 * <pre>java -cp 'benchmarks/target/*:benchmarks/target/lib/*' io.polywire.benchmarks.CatalogSpeed distribution/target/polywire itests/clients 0,500,5000 [rounds] [folder of PostgreSQL's programs]</pre>
 *
 * With PostgreSQL's programs the same is asked of it too, in the same rounds' number; its CPU time is not shown.
 */
public final class CatalogSpeed {
    private static final int MOST_SHOWN = 40;
    private static final int MOST_IN_ONE = 500;
    private static final double LONGEST_MILLIS = 4_000;

    /** A query and its figures, in milliseconds. */
    private record Figure(String name, double p50, double p95, double cpu, double first, int rows) {}

    private CatalogSpeed() {}

    /** Runs it. */
    public static void main(String[] args) throws Exception {
        Path clients = Path.of(args[1]);
        int[] tables =
                Arrays.stream(args[2].split(",")).mapToInt(Integer::parseInt).toArray();
        int rounds = args.length > 3 ? Integer.parseInt(args[3]) : 60;
        Path work = Files.createTempDirectory("polywire-bench");
        try (Servers.Server ours =
                Servers.polywireByPostgresqlWire(Path.of(args[0]).toAbsolutePath(), work)) {
            measure(ours, clients, tables, rounds, true);
        }
        if (args.length > 4) {
            try (Servers.Server theirs = Servers.postgresql(Path.of(args[4]), work)) {
                measure(theirs, clients, tables, rounds, false);
            }
        }
    }

    private static void measure(Servers.Server s, Path clients, int[] steps, int rounds, boolean cpu) throws Exception {
        String url = s.url() + "&preferQueryMode=simple";
        int made = 0;
        for (int tables : steps) {
            try (Connection c = DriverManager.getConnection(url, s.user(), s.password());
                    Statement st = c.createStatement()) {
                if (tables == steps[0]) {
                    st.execute(Files.readString(clients.resolve("schema/objects.sql")));
                }
                long start = System.nanoTime();
                // a transaction of so many, as migrations have
                c.setAutoCommit(false);
                int before = made;
                for (; made < tables; made++) {
                    st.execute(table(made));
                    if (made % MOST_IN_ONE == 0) {
                        c.commit();
                    }
                }
                c.commit();
                c.setAutoCommit(true);
                if (made > before) {
                    System.out.printf(
                            Locale.ROOT,
                            "%n%s: tables %d to %d took %.2f ms each%n",
                            s.name(),
                            before,
                            made,
                            (System.nanoTime() - start) / 1e6 / (made - before));
                }
            }
            ask(s, clients, url, tables, rounds, cpu);
            create(s, url, tables, cpu);
        }
    }

    private static void ask(Servers.Server s, Path clients, String url, int tables, int rounds, boolean cpu)
            throws Exception {
        String load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        List<String[]> queries = queries(clients.resolve("queries"));
        List<Figure> figures = new ArrayList<>();
        // twice: the first time the server's code is not compiled
        for (int pass = 0; pass < 2; pass++) {
            figures.clear();
            try (Connection c = DriverManager.getConnection(url, s.user(), s.password());
                    Statement st = c.createStatement()) {
                for (String[] q : queries) {
                    figures.add(figure(q[0], q[1], st, pass == 0 ? Math.min(rounds, 20) : rounds, cpu ? s : null));
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d tables, load %s: %d queries; p50 over 1 ms %d, p95 over 10 ms %d, CPU over 1 ms %d; first over 20 ms %d%n",
                s.name(),
                tables,
                load,
                figures.size(),
                over(figures, 1, Figure::p50),
                over(figures, 10, Figure::p95),
                over(figures, 1, Figure::cpu),
                over(figures, 20, Figure::first));
        for (double share : new double[] {0.5, 0.75, 0.9, 0.95, 1}) {
            System.out.printf(
                    Locale.ROOT,
                    "  of the queries %3.0f %%: p50 %8.2f  p95 %8.2f  CPU %8.2f  first %8.2f ms%n",
                    share * 100,
                    share(figures, share, Figure::p50),
                    share(figures, share, Figure::p95),
                    share(figures, share, Figure::cpu),
                    share(figures, share, Figure::first));
        }
        figures.stream()
                .sorted(Comparator.comparingDouble(Figure::p50).reversed())
                .limit(MOST_SHOWN)
                .forEach(f -> System.out.printf(
                        Locale.ROOT,
                        "  %-14s %6d rows  p50 %8.2f  p95 %8.2f  CPU %8.2f  first %8.2f ms%n",
                        f.name(),
                        f.rows(),
                        f.p50(),
                        f.p95(),
                        f.cpu(),
                        f.first()));
        change(s, url, queries, cpu);
    }

    /** Tables that are made and dropped by single statements, each a transaction of its own. */
    private static void create(Servers.Server s, String url, int tables, boolean cpu) throws SQLException {
        double[] took = new double[30];
        double[] dropped = new double[took.length];
        double used = 0;
        try (Connection c = DriverManager.getConnection(url, s.user(), s.password());
                Statement st = c.createStatement()) {
            for (int round = -took.length; round < took.length; round++) {
                if (round == 0) {
                    used = cpu ? cpuMillis(s.process().pid()) : 0;
                }
                int i = Math.max(round, 0);
                long start = System.nanoTime();
                st.execute(
                        "CREATE TABLE of_a_moment (a integer PRIMARY KEY, b text NOT NULL, c timestamptz DEFAULT now())");
                long between = System.nanoTime();
                st.execute("DROP TABLE of_a_moment");
                took[i] = (between - start) / 1e6;
                dropped[i] = (System.nanoTime() - between) / 1e6;
            }
            used = cpu ? (cpuMillis(s.process().pid()) - used) / took.length : 0;
        }
        Arrays.sort(took);
        Arrays.sort(dropped);
        System.out.printf(
                Locale.ROOT,
                "  beside %d tables: CREATE TABLE %.1f ms, DROP TABLE %.1f ms (medians); CPU of both %.1f ms%n",
                tables,
                took[took.length / 2],
                dropped[took.length / 2],
                used);
    }

    /** psql's \d of a table, twelve queries, after somebody has changed the schema. */
    private static void change(Servers.Server s, String url, List<String[]> queries, boolean cpu) throws SQLException {
        List<String> describe = queries.stream()
                .filter(q -> q[0].matches("psql (7|8|9|1[0-8])"))
                .map(q -> q[1])
                .toList();
        double[] took = new double[30];
        double[] used = new double[took.length];
        try (Connection c = DriverManager.getConnection(url, s.user(), s.password());
                Statement st = c.createStatement()) {
            // before it is counted the server's code for it is compiled
            for (int round = -took.length; round < took.length; round++) {
                int i = Math.max(round, 0);
                st.execute("CREATE TABLE of_a_moment (a integer)");
                st.execute("DROP TABLE of_a_moment");
                double before = cpu ? cpuMillis(s.process().pid()) : 0;
                long start = System.nanoTime();
                for (String q : describe) {
                    rows(st, q);
                }
                took[i] = (System.nanoTime() - start) / 1e6;
                used[i] = cpu ? cpuMillis(s.process().pid()) - before : 0;
            }
        }
        Arrays.sort(took);
        Arrays.sort(used);
        System.out.printf(
                Locale.ROOT,
                "  the %d queries of \\d after a change of the schema: median %.0f ms, CPU %.0f ms%n",
                describe.size(),
                took[took.length / 2],
                used[used.length / 2]);
    }

    private static Figure figure(String name, String query, Statement st, int rounds, Servers.Server s)
            throws SQLException {
        int warm = Math.max(1, rounds / 3);
        double[] millis = new double[rounds];
        int rows = 0;
        double first = 0;
        double all = 0;
        int done = 0;
        double before = 0;
        for (int i = -warm; i < rounds && (all < LONGEST_MILLIS || done < 3); i++) {
            if (i == 0 && s != null) {
                before = cpuMillis(s.process().pid());
            }
            long start = System.nanoTime();
            rows = rows(st, query);
            double took = (System.nanoTime() - start) / 1e6;
            all += took;
            first = i == -warm ? took : first;
            if (i >= 0) {
                millis[done++] = took;
            }
        }
        double cpu = s == null ? 0 : (cpuMillis(s.process().pid()) - before) / done;
        double[] sorted = Arrays.copyOf(millis, done);
        Arrays.sort(sorted);
        return new Figure(name, sorted[done / 2], sorted[(int) (done * 0.95)], cpu, first, rows);
    }

    /** Runs a query; -1 for one that fails, as some do that ask newer or older servers. */
    private static int rows(Statement st, String query) {
        try {
            int rows = 0;
            if (st.execute(query)) {
                try (ResultSet r = st.getResultSet()) {
                    while (r.next()) {
                        rows++;
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            return -1;
        }
    }

    /** CPU time of the server's threads, without those that compile and collect. */
    private static double cpuMillis(long pid) {
        double all = 0;
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path t : tasks.toList()) {
                String name = Files.readString(t.resolve("comm"));
                if (!name.contains("Compiler") && !name.matches("(?s)(GC|G1|VM).*")) {
                    all += Long.parseLong(
                                    Files.readString(t.resolve("schedstat")).split(" ")[0])
                            / 1e6;
                }
            }
        } catch (IOException e) {
            // a thread that has ended: what it used is small
            return all;
        }
        return all;
    }

    private static long over(List<Figure> figures, double limit, java.util.function.ToDoubleFunction<Figure> what) {
        return figures.stream().filter(f -> what.applyAsDouble(f) > limit).count();
    }

    private static double share(List<Figure> f, double share, java.util.function.ToDoubleFunction<Figure> what) {
        double[] all = f.stream().mapToDouble(what).sorted().toArray();
        return all[Math.min(all.length - 1, (int) (share * all.length))];
    }

    private static List<String[]> queries(Path folder) throws IOException {
        List<String[]> all = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path f :
                    files.filter(p -> p.toString().endsWith(".sql")).sorted().toList()) {
                int n = 0;
                for (String q : Files.readString(f).split(";\n")) {
                    if (!q.isBlank()) {
                        String client = f.getFileName().toString().replace(".sql", "");
                        all.add(new String[] {client + " " + ++n, q.strip()});
                    }
                }
            }
        }
        return all;
    }

    /** Twenty columns, three keys, and an index of two columns. */
    private static String table(int i) {
        List<String> columns = new ArrayList<>(List.of(
                "id integer PRIMARY KEY",
                "code varchar(40) NOT NULL UNIQUE",
                "parent integer" + (i == 0 ? "" : String.format(Locale.ROOT, " REFERENCES t%04d (id)", i - 1))));
        List<String> types = List.of(
                "integer DEFAULT 0",
                "bigint DEFAULT 0",
                "numeric(10,2) DEFAULT 0",
                "text",
                "boolean",
                "timestamp",
                "date",
                "varchar(100)",
                "double precision",
                "jsonb",
                "uuid",
                "timestamptz",
                "smallint",
                "bytea",
                "char(3)",
                "real",
                "time");
        for (int k = 0; k < types.size(); k++) {
            columns.add("c" + k + " " + types.get(k));
        }
        String name = String.format(Locale.ROOT, "t%04d", i);
        return "CREATE TABLE " + name + " (" + String.join(", ", columns) + "); CREATE INDEX " + name + "_c0 ON " + name
                + " (c0, c1)";
    }
}
