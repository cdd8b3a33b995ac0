package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.dialect.postgresql.internal.rules.ConstraintFailures;
import io.polywire.dialect.postgresql.internal.rules.FailureDetails;
import io.polywire.dialect.postgresql.internal.rules.FunctionNumbers;
import io.polywire.dialect.postgresql.internal.rules.PgTypeRules;
import io.polywire.dialect.postgresql.internal.rules.PlannedCalls;
import io.polywire.sql.Dialect;
import io.polywire.sql.FailureInquiry;
import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.analyse.Analyser;
import io.polywire.sql.analyse.DeferrableKeys;
import io.polywire.sql.analyse.ObjectNames;
import io.polywire.sql.analyse.PlanningFailures;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.plan.NumberedCall;
import io.polywire.sql.plan.TextLiterals;
import io.polywire.sql.setting.SettingTable;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.Do;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** PostgreSQL 15's SQL in front, and of programs' queries behind. What is not served yet is refused by name. */
@Component(property = Dialect.NAME + "=" + PgDialect.POSTGRESQL)
public final class PgDialect implements Dialect {
    static final String POSTGRESQL = "postgresql";

    /** Made by the component runtime. */
    @Activate
    public PgDialect() {
        // stateless
    }

    @Override
    public Analysed analyse(ParsedStatement statement, String text, CatalogSnapshot catalog, List<Type> declared) {
        PgTypeRules rules = PgTypeRules.of(catalog);
        List<Type> known = declared == null
                ? null
                : PgTypeRules.ofParameters(declared.stream().map(rules::known).toList());
        Analysed analysed = Analyser.analyse(statement, text, catalog, known, rules);
        return analysed.failing(PlanningFailures.of(analysed.statement(), PlannedCalls.INSTANCE));
    }

    @Override
    public Routine routine(ObjectReference reference, CatalogSnapshot catalog, boolean missingOk) {
        return Analyser.routine(reference, catalog, PgTypeRules.of(catalog), missingOk);
    }

    @Override
    public boolean isSystemSchema(String name) {
        return PgTypeRules.INSTANCE.isReservedSchema(name);
    }

    @Override
    public Relation rowsOf(int type, CatalogSnapshot catalog) {
        return PgTypeRules.of(catalog).rowsOf(type);
    }

    @Override
    public ObjectNames names(CatalogSnapshot catalog) {
        return ObjectNames.of(catalog, PgTypeRules.of(catalog));
    }

    @Override
    public NumberedCall call(int function, CatalogSnapshot catalog) {
        return FunctionNumbers.call(function, catalog);
    }

    @Override
    public TextLiterals literals(String text) {
        return Literals.of(text);
    }

    @Override
    public boolean takesText(Type type, String value) {
        return PgTypeRules.INSTANCE.takesText(type, value);
    }

    /** Whether a type is that of what has none yet. */
    public static boolean isUntyped(TypeName name) {
        return name.name().parts().size() == 1
                && name.dimensions().isEmpty()
                && name.name().last().name().equals("unknown");
    }

    @Override
    public Type type(TypeName name, String text, CatalogSnapshot catalog) {
        if (isUntyped(name)) {
            // of a parameter that says so, the type is found out as if none had been said
            return Type.UNKNOWN;
        }
        try {
            return PgTypeRules.of(catalog).named(name);
        } catch (SqlFailure f) {
            if (f.position() != 0 || f.kind() != FailureKind.UNDEFINED_OBJECT) {
                throw f;
            }
            throw f.but().position(text.codePointCount(0, name.start()) + 1).build();
        }
    }

    @Override
    public String name() {
        return POSTGRESQL;
    }

    @Override
    public Script script(String text) {
        return new PgScript(text, true);
    }

    @Override
    public void check(String text) {
        PgScript.check(text, true);
    }

    @Override
    public List<Notice> notices(String text) {
        return LongNames.notices(text);
    }

    @Override
    public String standard(String text, UnaryOperator<String> setting, Consumer<Notice> told) {
        return EscapedText.standard(text, setting, told);
    }

    @Override
    public String masked(String text, int most) {
        return PgScript.masked(text, most);
    }

    /** One statement of ours as a tree. */
    public static Statement parsed(String text) {
        return PgParser.parse(text, true);
    }

    @Override
    public Statement parse(String text) {
        return PgParser.parse(text, true);
    }

    @Override
    public StorageStatement render(Statement statement, Set<Capability> capabilities) {
        if (statement instanceof ParsedStatement p && p.body() instanceof Query q) {
            return new StorageStatement(new PgTreeText().query(q).toString(), p.access(), p.parameterCount());
        }
        throw SqlFailure.unsupported(statement.command() + " on a storage of dialect postgresql");
    }

    @Override
    public List<String> examples() {
        return List.of(
                "SELECT id, name FROM t WHERE id = $1 AND name LIKE 'a%' ORDER BY name LIMIT 10",
                "SELECT a.name, count(*), sum(a.id), max(b.name) FROM t a LEFT JOIN t b ON b.id = a.id WHERE a.id IN"
                        + " (1, 2) GROUP BY a.name HAVING count(*) > 1 ORDER BY 2 DESC",
                "WITH x AS (SELECT * FROM t) SELECT DISTINCT x.*, row_number() OVER (ORDER BY id) FROM x"
                        + " WHERE id IN (SELECT id FROM t) UNION ALL SELECT 1, 'x', 2",
                "SELECT coalesce(name, ''), CASE WHEN id > 1 THEN 'x' ELSE name END, id::text, now(), lower(name) ||"
                        + " 'x', id + 1.5, current_date, name IS NOT NULL FROM t WHERE EXISTS (SELECT 1 FROM t)",
                // constants are worked out when they are planned
                "SELECT to_char(timestamp '2024-01-31 10:20', 'YYYY-MM-DD HH24:MI'), '{\"a\": [1]}'::jsonb -> 'a',"
                        + " ARRAY[1, 2] || 3, date_trunc('month', date '2024-01-31'), 1.5 / 3, now() + interval '1 day',"
                        + " regexp_replace('ab', 'b', 'c'), round(2.5, 1)",
                "INSERT INTO t (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name"
                        + " RETURNING id",
                "UPDATE t SET name = $1 WHERE id = $2",
                "DELETE FROM t WHERE id = 1",
                "CREATE TABLE u (id serial PRIMARY KEY, name varchar(20) NOT NULL, price numeric(10,2) DEFAULT 0,"
                        + " made timestamptz DEFAULT now(), t int REFERENCES t (id), CHECK (price >= 0))",
                "CREATE INDEX i ON t (name)",
                "ALTER TABLE t ADD COLUMN more text",
                "DROP TABLE t",
                "SELECT n.nspname, c.relname, c.relkind, pg_catalog.pg_get_userbyid(c.relowner) FROM"
                        + " pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace WHERE"
                        + " c.relkind IN ('r', 'v') AND pg_catalog.pg_table_is_visible(c.oid) ORDER BY 1, 2");
    }

    @Override
    public SettingTable settings() {
        return PgSettings.INSTANCE;
    }

    /** recomputeNamespacePath of namespace.c. */
    @Override
    public List<String> searchPath(List<String> setting, String user, CatalogSnapshot catalog) {
        List<String> path = new ArrayList<>();
        String temporary = catalog.temporarySchema();
        if (!setting.contains(Schema.TEMPORARY) && catalog.schema(temporary) != null) {
            path.add(temporary);
        }
        for (String s : setting) {
            String name = s.equals("$user") ? user : s;
            // who names it may make the first relation in it
            boolean there = name.equals(Schema.TEMPORARY)
                    || catalog.schema(name) != null
                    || PgTypeRules.INSTANCE.isSystemSchema(name);
            if (name.equals(Schema.TEMPORARY) && catalog.schema(temporary) != null && !path.contains(temporary)) {
                // under both names: the one says where it is, the other that it was asked for
                path.add(temporary);
            }
            if (there && !path.contains(name)) {
                path.add(name);
            }
        }
        return path;
    }

    @Override
    public BlockStep.Block block(Do tree, String text) {
        return CodeBlocks.of(tree, text);
    }

    @Override
    public String sqlState(String text) {
        return Conditions.isState(text) ? text : Conditions.states(text).get(0);
    }

    @Override
    public boolean failsTransactions() {
        return true;
    }

    @Override
    public boolean savepointBegins() {
        return false;
    }

    @Override
    public boolean warnsOfTransactions() {
        return true;
    }

    @Override
    public SqlFailure told(SqlFailure failure, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        return ConstraintFailures.told(failure, target, catalog, statement);
    }

    @Override
    public FailureInquiry inquiry(
            SqlFailure failure, Relation target, CatalogSnapshot catalog, ParsedStatement statement) {
        return FailureDetails.of(failure, target, catalog, statement);
    }

    @Override
    public FailureInquiry inquiryAtEnd(SqlFailure failure, Set<Integer> changed, CatalogSnapshot catalog) {
        return FailureDetails.atEnd(failure, changed, catalog);
    }

    @Override
    public FailureInquiry inquiryOfKeys(
            SqlFailure none, Set<Integer> keys, Set<Integer> changed, CatalogSnapshot catalog) {
        return FailureDetails.ofKeys(none, c -> keys.contains(c.id()), changed, catalog);
    }

    @Override
    public Analysed checkOfKeys(Set<Integer> keys, CatalogSnapshot catalog) {
        return DeferrableKeys.check(keys, catalog, PgTypeRules.of(catalog));
    }
}
