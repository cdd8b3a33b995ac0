package io.polywire.benchmarks;

import io.polywire.dialect.postgresql.internal.PgDialect;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.right.NamedSchemas;
import io.polywire.sql.right.Needs;
import io.polywire.sql.tree.ParsedStatement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What a statement without a plan costs before SQLite compiles it: PostgreSQL's text is parsed and analysed, SQLite's
 * text written, and the rights that it needs are found out. With the collector and the heap of the distribution.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 2,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-Xms32m"})
public class PlanSpeed {
    private static final Map<String, String> STATEMENTS = Map.of(
            "simple",
            "SELECT id, name, price FROM products WHERE category_id = $1 AND price > 10.5 ORDER BY id LIMIT 20",
            "join",
            "select a.name, count(*) from products a left join orders b on b.product_id = a.id and b.kind in (1, 2, 3)"
                    + " where a.made between date '2020-01-01' and now() group by a.name having count(*) > 1"
                    + " order by 2 desc nulls last",
            "2kB",
            "select "
                    + "case when a.name is not null then coalesce(b.label, 'x') || lower(a.name) else null end as y, "
                            .repeat(22)
                    + "1 from products a join orders b on a.id = b.product_id where a.price > 1.5");

    private static final CatalogSnapshot CATALOG = new CatalogSnapshot(
            1,
            List.of(
                    new Relation(
                            16384,
                            Relation.Kind.TABLE,
                            "products",
                            List.of(
                                    column("id", 1, "int4"),
                                    column("name", 2, "text"),
                                    column("price", 3, "numeric_text"),
                                    column("category_id", 4, "int4"),
                                    column("made", 5, "timestamptz_micros")),
                            List.of("id")),
                    new Relation(
                            16390,
                            Relation.Kind.TABLE,
                            "orders",
                            List.of(
                                    column("id", 1, "int4"),
                                    column("product_id", 2, "int4"),
                                    column("kind", 3, "int4"),
                                    column("label", 4, "text")),
                            List.of("id"))));

    private final PgDialect front = new PgDialect();
    private final SqliteDialect storage = new SqliteDialect();

    /** Which of the statements. */
    @Param({"simple", "join", "2kB"})
    public String statement;

    private String text;

    /** Made by JMH. */
    public PlanSpeed() {
        // nothing before the statement is known
    }

    private static RelationColumn column(String name, int number, String declared) {
        return new RelationColumn(name, number, declared, number == 1, false, false, false);
    }

    /** Finds the text. */
    @Setup
    public void find() {
        text = STATEMENTS.get(statement);
    }

    /** The tree alone. */
    @Benchmark
    public Object parsed() {
        return front.parse(text);
    }

    /** All of it. */
    @Benchmark
    public void planned(Blackhole hole) {
        ParsedStatement tree = (ParsedStatement) front.parse(text);
        Analysed analysed = front.analyse(tree, text, CATALOG, List.of());
        Rendered rendered =
                storage.render(analysed.statement(), analysed.parameters().size(), Set.of());
        hole.consume(rendered);
        hole.consume(Needs.of(
                analysed.statement(),
                false,
                CATALOG.grants(),
                analysed.routines(),
                analysed.invoked(),
                NamedSchemas.of(tree.body(), CATALOG, analysed.named())));
    }
}
