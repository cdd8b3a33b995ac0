package io.polywire.router.internal;

import java.util.Map;

/** Texts of statements in the audit trail: masked by the session's dialect, cut to a length. */
final class AuditText {
    private static final String KEY = "statement";

    private AuditText() {}

    static void put(RouterSession session, String text, Map<String, String> fields) {
        AuditSettings s = session.desk.auditSettings();
        if (text == null || !s.statements()) {
            return;
        }
        String masked = session.desk.planner.has(session.dialect())
                ? session.desk.planner.dialect(session.dialect()).masked(text, s.statementChars())
                : "***";
        boolean cut = masked.length() > s.statementChars();
        fields.put(KEY, cut ? masked.substring(0, s.statementChars()) + "..." : masked);
    }
}
