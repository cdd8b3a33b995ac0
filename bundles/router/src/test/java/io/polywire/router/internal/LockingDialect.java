package io.polywire.router.internal;

import io.polywire.api.session.Script;
import io.polywire.api.session.TransactionMode;
import io.polywire.api.session.TransactionMode.Isolation;
import io.polywire.api.storage.Capability;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.dialect.sqlite.internal.SqliteDialect;
import io.polywire.sql.Dialect;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.LockTable;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TransactionStatement;
import java.util.List;
import java.util.Set;

/** SQLite's dialect with "LOCK table mode [NOWAIT]", and "BEGIN level [RO]". */
final class LockingDialect implements Dialect {
    private final SqliteDialect sqlite = new SqliteDialect();

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public Script script(String text) {
        return sqlite.script(text);
    }

    @Override
    public Statement parse(String text) {
        String[] words = text.split(" ");
        if (words[0].equals("LOCK")) {
            QualifiedName name = new QualifiedName(List.of(new Identifier(words[1], false, 0, 0)), 0, 0);
            return new ParsedStatement(
                    new LockTable(
                            List.of(new NamedTable(name, false, null, null, 0, 0)),
                            LockTable.Mode.valueOf(words[2]),
                            words.length > 3,
                            0,
                            text.length()),
                    0);
        }
        if (words[0].equals("BEGIN") && words.length > 1 && words[1].contains("_")
                || words[words.length - 1].equals("SERIALIZABLE")) {
            return TransactionStatement.begin(
                    "BEGIN",
                    new TransactionMode(Isolation.valueOf(words[1]), words.length > 2, false, false, -1),
                    0,
                    text.length());
        }
        return sqlite.parse(text);
    }

    @Override
    public StorageStatement render(Statement statement, Set<Capability> capabilities) {
        return sqlite.render(statement, capabilities);
    }

    @Override
    public CatalogSnapshot catalog(Lease lease, long version, Set<Capability> capabilities) {
        return sqlite.catalog(lease, version, capabilities);
    }

    @Override
    public boolean failsTransactions() {
        return true;
    }

    @Override
    public boolean savepointBegins() {
        return false;
    }
}
