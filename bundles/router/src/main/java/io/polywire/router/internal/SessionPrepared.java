package io.polywire.router.internal;

import io.polywire.api.session.Column;
import io.polywire.api.session.Prepared;
import io.polywire.api.storage.Access;
import io.polywire.api.type.Type;
import io.polywire.sql.plan.Plan;
import java.util.List;

/** A statement of one session: its text and the plan that it has now. */
final class SessionPrepared implements Prepared {
    final RouterSession session;
    final String text;
    final List<Type> declared;
    private final Plan described;
    /** Replaced when the schema changes, as long as the columns stay what the client was told. */
    Plan plan;
    /** The database that the plan is for. */
    DatabaseRegistry.Found found;

    SessionPrepared(RouterSession session, String text, List<Type> declared, Plan plan, DatabaseRegistry.Found found) {
        this.session = session;
        this.text = text;
        this.declared = declared;
        this.described = plan;
        this.plan = plan;
        this.found = found;
    }

    /** Whether a newer plan returns what the client was told of. */
    boolean fits(Plan next) {
        return next.returnsRows() == described.returnsRows()
                && next.columns().equals(described.columns())
                && next.parameters().size() == described.parameters().size();
    }

    @Override
    public List<Column> columns() {
        return described.columns();
    }

    @Override
    public List<Type> parameters() {
        return described.parameters();
    }

    @Override
    public String command() {
        return described.tree().command();
    }

    @Override
    public boolean returnsRows() {
        return described.returnsRows();
    }

    @Override
    public boolean isReadOnly() {
        return described.tree().access() == Access.READ;
    }
}
