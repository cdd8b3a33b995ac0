package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Prepared;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.Statement;

/** CREATE TABLE AS EXECUTE: the text of the prepared query in the place of EXECUTE. */
final class ExecutedQuery {
    private ExecutedQuery() {}

    /** The statement with its query written out; null for any other statement. */
    static String written(RouterSession session, Statement tree, String text) {
        if (!(tree instanceof ParsedStatement p)
                || !(p.body() instanceof CreateTableAs c)
                || !(c.source() instanceof Execute e)) {
            return null;
        }
        String name = e.name().name();
        Prepared target = session.names.known(name);
        if (!(target instanceof SessionPrepared prepared)
                || prepared.copy() != null
                || !(prepared.plan.tree() instanceof ParsedStatement own)
                || !(own.body() instanceof Query)) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "prepared statement is not a SELECT")
                    .sqlState("42809")
                    .build();
        }
        int wanted = prepared.parameters().size();
        ExecuteStatement.requireArguments(e, wanted);
        if (wanted > 0) {
            throw SqlFailure.unsupported("CREATE TABLE AS EXECUTE with arguments");
        }
        if (!c.withData()) {
            // its command tag would be another one than that of a query
            throw SqlFailure.unsupported("CREATE TABLE AS EXECUTE ... WITH NO DATA");
        }
        String query = prepared.text.strip();
        while (query.endsWith(";")) {
            query = query.substring(0, query.length() - 1).strip();
        }
        // the query may end in a comment
        return text.substring(0, e.start()) + query + "\n" + text.substring(e.end());
    }
}
