package io.polywire.router.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Script;

/** A script whose text may turn out not to split: that is counted and logged as what its statements fail with. */
final class SessionScript implements Script {
    private final RouterSession session;
    /** As it is written under the initial values of all settings. */
    private final String text;

    private final Script script;
    private boolean begun;

    SessionScript(RouterSession session, String text) {
        this.session = session;
        try {
            this.text = session.preparer.standard(text);
        } catch (SqlFailure f) {
            // without the text, of which nobody knows where its constants end
            session.told(f, "");
            throw f;
        }
        try {
            script = session.desk.planner.dialect(session.dialect()).script(this.text);
        } catch (SqlFailure f) {
            session.told(f, this.text);
            throw f;
        }
    }

    @Override
    public boolean hasNext() {
        return script.hasNext();
    }

    @Override
    public String next() {
        try {
            String next = script.next();
            if (!begun && script.hasNext()) {
                session.desk.planner.dialect(session.dialect()).check(text);
            }
            begun = true;
            session.preparer.isStandard(next);
            return next;
        } catch (SqlFailure f) {
            session.told(f, text);
            throw f;
        }
    }

    @Override
    public int offset() {
        return script.offset();
    }
}
