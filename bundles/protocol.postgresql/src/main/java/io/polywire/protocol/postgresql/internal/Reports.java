package io.polywire.protocol.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.protocol.postgresql.internal.io.Output;

/** ErrorResponse and NoticeResponse (manual, 55.8). */
final class Reports {
    private Reports() {}

    /**
     * Writes an error.
     *
     * @param shift characters of the whole text before the statement that the position refers to
     */
    static void error(SqlFailure f, int shift, Output out) {
        int from = out.size();
        try {
            write(f, shift, out);
        } catch (SqlFailure noEquivalent) {
            // the client's encoding lacks a character of the text: as in PostgreSQL, that is the error then
            out.truncate(from);
            write(f.isFatal() ? noEquivalent.asFatal() : noEquivalent, 0, out);
        }
    }

    private static void write(SqlFailure f, int shift, Output out) {
        int start = out.begin(Message.ERROR_RESPONSE);
        String severity = f.isFatal() ? "FATAL" : "ERROR";
        head(severity, f.sqlState(), f.getMessage(), out);
        field('D', f.detail(), out);
        field('H', f.hint(), out);
        if (f.position() > 0) {
            out.u8('P').decimal((long) f.position() + shift).u8(0);
        }
        field('W', f.context(), out);
        field('s', f.schema(), out);
        field('t', f.table(), out);
        field('c', f.column(), out);
        field('d', f.dataType(), out);
        field('n', f.constraint(), out);
        if (f.kind() == FailureKind.STALE_PLAN) {
            // by which pgjdbc, asyncpg and others tell that preparing again helps
            field('R', "RevalidateCachedQuery", out);
        }
        out.u8(0);
        out.end(start);
    }

    static void notice(Notice n, Output out) {
        int from = out.size();
        try {
            int start = out.begin(Message.NOTICE_RESPONSE);
            head(n.severity().name(), n.sqlState(), n.message(), out);
            field('D', n.detail(), out);
            field('H', n.hint(), out);
            if (n.position() > 0) {
                out.u8('P').decimal(n.position()).u8(0);
            }
            out.u8(0);
            out.end(start);
        } catch (SqlFailure noEquivalent) {
            out.truncate(from);
            int start = out.begin(Message.NOTICE_RESPONSE);
            head("WARNING", noEquivalent.sqlState(), noEquivalent.getMessage(), out);
            out.u8(0);
            out.end(start);
        }
    }

    private static void head(String severity, String state, String message, Output out) {
        field('S', severity, out);
        field('V', severity, out);
        field('C', state, out);
        field('M', message, out);
    }

    private static void field(char code, String text, Output out) {
        if (text != null) {
            out.u8(code).cstring(text);
        }
    }
}
