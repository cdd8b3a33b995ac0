package io.polywire.dialect.sqlite.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.dialect.sqlite.internal.catalog.CatalogReader;
import io.polywire.dialect.sqlite.internal.catalog.GrantTable;
import io.polywire.dialect.sqlite.internal.catalog.MetadataWriter;
import io.polywire.dialect.sqlite.internal.catalog.StoredTexts;
import io.polywire.dialect.sqlite.internal.foreign.IntegerTimes;
import io.polywire.dialect.sqlite.internal.pass.StatementPass;
import io.polywire.dialect.sqlite.internal.render.SqliteRenderer;
import io.polywire.dialect.sqlite.internal.render.TreeText;
import io.polywire.sql.Dialect;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.plan.Passed;
import io.polywire.sql.plan.Rendered;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The dialect "sqlite", in front and behind. */
@Component(property = Dialect.NAME + "=" + SqliteDialect.SQLITE)
public final class SqliteDialect implements Dialect {
    static final String SQLITE = "sqlite";

    /** Made by the component runtime. */
    @Activate
    public SqliteDialect() {
        // stateless
    }

    @Override
    public String name() {
        return SQLITE;
    }

    @Override
    public Script script(String text) {
        return new SqliteScript(text);
    }

    @Override
    public String masked(String text, int most) {
        return SqliteScript.masked(text, most);
    }

    @Override
    public Statement parse(String text) {
        return SqliteParser.parse(text);
    }

    @Override
    public StorageStatement keepSequence(int sequence, long value, boolean called) {
        return new StorageStatement(MetadataWriter.sequence(sequence, value, called), Access.WRITE, 0);
    }

    @Override
    public StorageStatement render(Statement statement, Set<Capability> capabilities) {
        if (statement instanceof OpaqueStatement s) {
            return new StorageStatement(s.text(), s.access(), s.parameterCount());
        }
        if (statement instanceof ParsedStatement p && p.body() instanceof Query q) {
            return new StorageStatement(new TreeText().query(q).toString(), p.access(), p.parameterCount());
        }
        throw SqlFailure.unsupported(statement.command() + " on this storage");
    }

    @Override
    public CatalogSnapshot catalog(Lease lease, long version, Set<Capability> capabilities) {
        return CatalogReader.read(lease, version, capabilities);
    }

    @Override
    public boolean passes(Lease lease) {
        return StoredTexts.isKept(lease);
    }

    @Override
    public Passed pass(
            OpaqueStatement statement,
            CatalogSnapshot catalog,
            Lease lease,
            Set<Capability> capabilities,
            Function<String, Dialect> dialects) {
        return StatementPass.pass(statement, catalog, lease, IntegerTimes.of(capabilities), dialects);
    }

    @Override
    public void keepGrants(Lease lease, CatalogSnapshot catalog, String front, List<GrantRow> rows) {
        GrantTable.keep(lease, catalog, front, rows);
    }

    @Override
    public Rendered render(BoundStatement statement, int parameters, Set<Capability> capabilities) {
        return SqliteRenderer.render(statement, parameters, IntegerTimes.of(capabilities));
    }

    @Override
    public boolean failsTransactions() {
        return false;
    }

    @Override
    public boolean savepointBegins() {
        return true;
    }
}
