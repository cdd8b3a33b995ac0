package io.polywire.client.r2db2.internal.sql;

import io.polywire.client.r2db2.internal.wire.Errors;
import java.sql.SQLException;

/** Replaces JDBC's escapes in braces: {@code d, t, ts, fn, oj, escape} and {@code limit}. */
public final class Escapes {
    private final String sql;
    private final StringBuilder out;
    private int copied;

    private Escapes(String sql) {
        this.sql = sql;
        this.out = new StringBuilder(sql.length());
    }

    /** The text without escapes; the same object if it holds none. */
    public static String replace(String sql) throws SQLException {
        return sql.indexOf('{') < 0 ? sql : new Escapes(sql).run();
    }

    private String run() throws SQLException {
        SqlScanner scanner = new SqlScanner(sql, 0);
        int depth = 0;
        for (SqlScanner.Kind kind = scanner.next(); kind != SqlScanner.Kind.END; kind = scanner.next()) {
            if (kind != SqlScanner.Kind.OTHER) {
                continue;
            }
            if (scanner.is("{")) {
                copy(scanner.start());
                open(scanner);
                depth++;
            } else if (scanner.is("}")) {
                if (depth-- == 0) {
                    throw Errors.of("A JDBC escape is closed that was not opened", "42601", null);
                }
                copy(scanner.start());
                copied = scanner.end();
            }
        }
        if (depth > 0) {
            throw Errors.of("A JDBC escape lacks its closing brace", "42601", null);
        }
        copy(sql.length());
        return out.toString();
    }

    private void open(SqlScanner scanner) throws SQLException {
        scanner.next();
        if (scanner.is("D") || scanner.is("T") || scanner.is("TS") || scanner.is("FN") || scanner.is("OJ")) {
            copied = scanner.end();
        } else if (scanner.is("ESCAPE") || scanner.is("LIMIT")) {
            copied = scanner.start();
        } else if (scanner.is("CALL") || scanner.is("?")) {
            throw Errors.unsupported("the escape {call}: there are no stored procedures");
        } else {
            throw Errors.of("There is no JDBC escape {" + scanner.text() + "}", "42601", null);
        }
    }

    private void copy(int to) {
        out.append(sql, copied, to);
        copied = to;
    }
}
