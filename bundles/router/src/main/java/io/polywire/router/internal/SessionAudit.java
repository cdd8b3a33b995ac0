package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.event.AuditEvent;
import io.polywire.api.event.AuditLog;
import io.polywire.api.storage.Access;
import io.polywire.sql.tree.AlterSettings;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.DatabaseStatement;
import io.polywire.sql.tree.DeclareCursor;
import io.polywire.sql.tree.DefaultPrivileges;
import io.polywire.sql.tree.FetchCursor;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.OwnedObjects;
import io.polywire.sql.tree.ParsedStatement;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.SetOwner;
import io.polywire.sql.tree.SetVariable;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.StatementBody;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a session adds to the audit trail. What a transaction has done is recorded as it is done, with the transaction's
 * number; how the transaction ended follows as an event of its own. Confined to the session's thread.
 */
final class SessionAudit {
    private final RouterSession session;
    private final AuditLog log;
    private long transactions;
    /** Whether the open transaction is in the trail. */
    private boolean inTrail;

    SessionAudit(RouterSession session, AuditLog log) {
        this.session = session;
        this.log = log;
    }

    /** What a statement is to the trail; null for nothing. */
    static AuditEvent kind(Statement tree) {
        if (tree instanceof DatabaseStatement) {
            return AuditEvent.DDL;
        }
        if (tree instanceof ParsedStatement p) {
            return kind(p.body());
        }
        return tree instanceof OpaqueStatement ? kind(tree.access()) : null;
    }

    private static AuditEvent kind(StatementBody body) {
        if (RoleStatements.is(body) && !(body instanceof Comment)) {
            return AuditEvent.ROLE;
        }
        if (body instanceof Grant
                || body instanceof DefaultPrivileges
                || body instanceof OwnedObjects
                || body instanceof SetOwner) {
            return AuditEvent.RIGHT;
        }
        if (body instanceof SetVariable v) {
            String name = v.name().toLowerCase(Locale.ROOT);
            return name.equals("role") || name.equals("session_authorization") ? AuditEvent.ROLE : null;
        }
        if (body instanceof AlterSettings) {
            return AuditEvent.DDL;
        }
        if (body.access() != Access.READ) {
            return kind(body.access());
        }
        boolean reads = body instanceof Query
                || body instanceof DeclareCursor
                || body instanceof FetchCursor
                || body instanceof io.polywire.sql.tree.Copy
                || body instanceof io.polywire.sql.tree.Explain;
        return reads ? AuditEvent.READ : null;
    }

    private static AuditEvent kind(Access access) {
        return switch (access) {
            case READ -> AuditEvent.READ;
            case WRITE -> AuditEvent.WRITE;
            case SCHEMA, MAINTENANCE -> AuditEvent.DDL;
        };
    }

    void opened() {
        if (log.isEnabled(AuditEvent.SESSION)) {
            Map<String, String> fields = place();
            fields.put("outcome", "opened");
            AuditPeer.put(session.connection, fields);
            fields.put("application", session.setting("application_name"));
            write(AuditEvent.SESSION, fields);
        }
    }

    /** It is over; called by whichever thread closes it. */
    void closed() {
        if (log.isEnabled(AuditEvent.SESSION)) {
            Map<String, String> fields = place();
            fields.put("outcome", "closed");
            write(AuditEvent.SESSION, fields);
        }
    }

    private Map<String, String> place() {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("database", session.database());
        fields.put("session", Integer.toString(session.id()));
        return fields;
    }

    private void write(AuditEvent kind, Map<String, String> fields) {
        log.record(kind, session.connection.id(), session.principal().name(), fields);
    }

    /** Whether the trail has an entry for each run of a statement. */
    boolean records(Statement tree) {
        AuditEvent kind = kind(tree);
        return kind != null && log.isEnabled(kind);
    }

    /** A statement has run. */
    void completed(Statement tree, String text, long rows) {
        AuditEvent kind = kind(tree);
        if (kind == null || !log.isEnabled(kind)) {
            return;
        }
        Map<String, String> fields = statement(tree.command(), text);
        fields.put("outcome", "done");
        if (kind == AuditEvent.WRITE || kind == AuditEvent.READ) {
            fields.put("rows", Long.toString(rows));
        }
        record(kind, fields);
    }

    /** A statement has failed while it ran, for another reason than a right. */
    void failed(Statement tree, String text, SqlFailure f) {
        AuditEvent kind = f.kind() == FailureKind.PRIVILEGE ? null : kind(tree);
        if (kind == null || kind == AuditEvent.READ || !log.isEnabled(kind)) {
            return;
        }
        Map<String, String> fields = statement(tree.command(), text);
        fields.put("outcome", "failed");
        fields.put("sqlstate", f.sqlState());
        record(kind, fields);
    }

    /** Something was refused for want of a right. */
    void denied(SqlFailure f, String text) {
        if (f.kind() != FailureKind.PRIVILEGE || !log.isEnabled(AuditEvent.DENIED)) {
            return;
        }
        Map<String, String> fields = statement(null, text);
        fields.put("sqlstate", f.sqlState());
        fields.put("reason", f.getMessage());
        record(AuditEvent.DENIED, fields);
    }

    private Map<String, String> statement(String command, String text) {
        Map<String, String> fields = place();
        String current = session.roles.current().name();
        if (!current.equals(session.principal().name())) {
            fields.put("role", current);
        }
        fields.put("command", command);
        AuditText.put(session, text, fields);
        return fields;
    }

    private void record(AuditEvent kind, Map<String, String> fields) {
        if (session.transaction.isOpen()) {
            if (!inTrail) {
                inTrail = true;
                transactions++;
            }
            fields.put("transaction", Long.toString(transactions));
        }
        write(kind, fields);
    }

    /** The transaction is over. */
    void ended(boolean committed) {
        if (inTrail) {
            inTrail = false;
            end(committed ? "committed" : "rolled back");
        }
    }

    /** The transaction goes back to a savepoint. */
    void backToSavepoint() {
        if (inTrail) {
            end("rolled back to a savepoint");
        }
    }

    private void end(String outcome) {
        Map<String, String> fields = place();
        fields.put("transaction", Long.toString(transactions));
        fields.put("outcome", outcome);
        write(AuditEvent.TRANSACTION, fields);
    }
}
