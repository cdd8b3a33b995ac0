package io.polywire.shell.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private final List<String> ran = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    /** A connection whose statements return nothing, and fail if they are called bad. */
    private Connection connection() {
        Statement statement = (Statement) Proxy.newProxyInstance(
                ScriptTest.class.getClassLoader(), new Class<?>[] {Statement.class}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "execute" -> {
                            ran.add((String) arguments[0]);
                            if (arguments[0].equals("BAD")) {
                                throw new SQLException("no such\u001b[31m thing\n  Hint: none", "42601");
                            }
                            return false;
                        }
                        case "getMoreResults" -> {
                            return false;
                        }
                        case "getLargeUpdateCount" -> {
                            return -1L;
                        }
                        default -> {
                            return null;
                        }
                    }
                });
        return (Connection) Proxy.newProxyInstance(
                ScriptTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> statement);
    }

    private boolean run(String script, String... arguments) throws Exception {
        PrintWriter messages = new PrintWriter(errors, true);
        View view = new View(Options.parse(List.of(arguments), Map.of()));
        Runner runner = new Runner(out, messages, null, false, false, view);
        return new Script(runner, messages).run(connection(), new StringReader(script), "x.sql");
    }

    @Test
    void stopsAtTheFirstErrorAndTellsItsLine() throws Exception {
        assertThat(run("A;\n-- comment\n\n  BAD;\nB;")).isFalse();
        assertThat(ran).containsExactly("A", "BAD");
        assertThat(errors.toString().lines())
                .containsExactly("x.sql:4: ERROR 42601: no such\\u001b[31m thing", "  Hint: none");
    }

    @Test
    void runsALastStatementWithoutSemicolon() throws Exception {
        assertThat(run("A; B")).isTrue();
        assertThat(ran).containsExactly("A", "B");
        assertThat(errors.toString()).isEmpty();
    }

    @Test
    void showsTimesOnTheSide() throws Exception {
        assertThat(run("A", "--timing")).isTrue();
        assertThat(out.toString()).isEmpty();
        assertThat(errors.toString()).startsWith("Time: ");
    }
}
