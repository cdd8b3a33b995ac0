package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.Cursor;
import io.polywire.api.storage.Lease;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.plan.Plan;
import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.Explain;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * EXPLAIN: what the storage is going to do for a statement, as the storage tells it, and with VERBOSE in which words it is
 * asked. With ANALYZE the statement runs, and its rows and time are told.
 */
final class ExplainStatement extends NamedPrepared {
    private static final Set<String> SWITCHES =
            Set.of("analyze", "verbose", "costs", "settings", "buffers", "wal", "timing", "summary");

    /** A step of the storage's plan. */
    record Node(long id, String what, List<Node> nodes) {}

    private final SessionPrepared inner;
    private final Explain explain;
    private final String format;
    private final boolean verbose;
    private final boolean summary;
    private final long planningNanos;
    private final List<Node> nodes = new ArrayList<>();

    private ExplainStatement(
            RouterSession session, String text, Explain explain, SessionPrepared inner, long planningNanos) {
        super(session, text, "EXPLAIN", List.of(column(explain)));
        this.inner = inner;
        this.explain = explain;
        this.format = format(explain);
        this.verbose = isOn(explain, "verbose", false);
        this.summary = isOn(explain, "summary", explain.analyze());
        this.planningNanos = planningNanos;
    }

    /**
     * An EXPLAIN.
     *
     * @param inner what is explained
     * @param lease asked for the plan
     */
    static ExplainStatement of(
            RouterSession session,
            String text,
            Explain explain,
            SessionPrepared inner,
            Lease lease,
            long planningNanos) {
        check(explain, text);
        ExplainStatement e = new ExplainStatement(session, text, explain, inner, planningNanos);
        Plan plan = inner.plan;
        session.rights.check(plan, lease);
        for (StorageStatement s : statements(plan)) {
            e.nodes.addAll(asked(s, lease));
        }
        return e;
    }

    private static Column column(Explain explain) {
        Type type = switch (format(explain)) {
            case "json" -> Type.of(TypeKind.JSON, "json");
            case "xml" -> Type.of(TypeKind.OTHER, "xml");
            default -> Type.of(TypeKind.TEXT, "text");
        };
        return Column.of("QUERY PLAN", type);
    }

    // --- options
    // ------------------------------------------------------------------------------------------------------

    private static String word(Expression value) {
        if (value instanceof Literal l) {
            return l.value().toLowerCase(Locale.ROOT);
        }
        return value instanceof ColumnReference c && c.parts().size() == 1
                ? c.parts().get(0).name().toLowerCase(Locale.ROOT)
                : "";
    }

    /** The last one that is given. */
    private static String format(Explain e) {
        String format = "text";
        for (Option o : e.options()) {
            format = name(o).equals("format") ? word(o.value()) : format;
        }
        return format;
    }

    private static String name(Option o) {
        return o.name().last().name();
    }

    private static boolean isOn(Explain e, String name, boolean otherwise) {
        boolean on = otherwise;
        for (Option o : e.options()) {
            if (name(o).equals(name)) {
                on = o.value() == null || Set.of("true", "on", "1").contains(word(o.value()));
            }
        }
        return on;
    }

    /** After ExplainQuery of explain.c. */
    private static void check(Explain e, String text) {
        for (Option o : e.options()) {
            String name = name(o);
            String value = o.value() == null ? "true" : word(o.value());
            if (name.equals("format")) {
                if (!Set.of("text", "json", "xml", "yaml").contains(value)) {
                    throw SqlFailure.build(
                                    FailureKind.DATA,
                                    "unrecognized value for EXPLAIN option \"format\": \"" + value + "\"")
                            .sqlState("22023")
                            .position(text.codePointCount(0, o.start()) + 1)
                            .build();
                }
            } else if (!SWITCHES.contains(name)) {
                throw SqlFailure.build(FailureKind.SYNTAX, "unrecognized EXPLAIN option \"" + name + "\"")
                        .position(text.codePointCount(0, o.start()) + 1)
                        .build();
            } else if (!Set.of("true", "on", "1", "false", "off", "0").contains(value)) {
                throw failure(FailureKind.SYNTAX, "42601", name + " requires a Boolean value");
            }
        }
        for (String name : List.of("wal", "timing")) {
            if (isOn(e, name, false) && !e.analyze()) {
                throw failure(
                        FailureKind.DATA,
                        "22023",
                        "EXPLAIN option " + name.toUpperCase(Locale.ROOT) + " requires ANALYZE");
            }
        }
    }

    private static SqlFailure failure(FailureKind kind, String state, String message) {
        return SqlFailure.build(kind, message).sqlState(state).build();
    }

    // --- the storage's plan
    // ---------------------------------------------------------------------------------------------

    /** Numbers and texts of the storage's answer: id, parent, what. */
    private static final class Answer implements RowSink {
        private final List<Node> top = new ArrayList<>();
        private final List<Node> all = new ArrayList<>();
        private final long[] numbers = new long[8];
        private String what = "";
        private int column;

        @Override
        public void startRow() {
            column = 0;
        }

        @Override
        public void putNull() {
            column++;
        }

        @Override
        public void putLong(long value) {
            numbers[Math.min(column++, 7)] = value;
        }

        @Override
        public void putDouble(double value) {
            column++;
        }

        @Override
        public void putUtf8(byte[] from, int offset, int length) {
            what = new String(from, offset, length, StandardCharsets.UTF_8);
            column++;
        }

        @Override
        public void putBytes(byte[] from, int offset, int length) {
            column++;
        }

        @Override
        public boolean endRow() {
            Node node = new Node(numbers[0], what, new ArrayList<>());
            all.stream()
                    .filter(s -> s.id() == numbers[1])
                    .findFirst()
                    .map(Node::nodes)
                    .orElse(top)
                    .add(node);
            all.add(node);
            return true;
        }
    }

    private static List<Node> asked(StorageStatement s, Lease lease) {
        StorageStatement question = new StorageStatement(
                "EXPLAIN QUERY PLAN " + s.text(), Access.READ, s.parameterCount(), s.functions(), s.relations());
        Parameters none = new Parameters();
        none.reset(s.parameterCount());
        for (int i = 0; i < s.parameterCount(); i++) {
            none.setNull(i);
        }
        Answer answer = new Answer();
        try (Cursor c = lease.open(question, none)) {
            c.fetch(0, answer);
        }
        return answer.top;
    }

    // --- as rows
    // ----------------------------------------------------------------------------------------------------------

    private String head() {
        String command = inner.command();
        return command.charAt(0)
                + command.substring(1).toLowerCase(Locale.ROOT)
                + (inner.plan.target() == null
                        ? ""
                        : " on " + inner.plan.target().name());
    }

    private static String millis(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e6);
    }

    private List<String> sql() {
        return statements(inner.plan).stream().map(StorageStatement::text).toList();
    }

    private static List<StorageStatement> statements(Plan plan) {
        if (!plan.steps().isEmpty()) {
            return plan.steps().stream()
                    .map(io.polywire.sql.plan.Step::statement)
                    .toList();
        }
        return plan.statement() == null
                ? plan.program().stream()
                        .map(io.polywire.sql.plan.ProgramStep::statement)
                        .toList()
                : List.of(plan.statement());
    }

    private RowBuffer answer(long rows, long nanos) {
        RowBuffer out = new RowBuffer(session().desk.settings().returningMaxBytes());
        List<String> lines = new ArrayList<>();
        if (!format.equals("text")) {
            PlanText text = new PlanText(head(), explain.analyze() ? rows : -1, verbose ? sql() : List.of(), nodes);
            String planning = summary ? millis(planningNanos) : null;
            String execution = explain.analyze() ? millis(nanos) : null;
            lines.add(
                    switch (format) {
                        case "json" -> text.json(planning, execution);
                        case "xml" -> text.xml(planning, execution);
                        default -> text.yaml(planning, execution);
                    });
        } else {
            lines.add(head() + (explain.analyze() ? "  (actual rows=" + rows + ")" : ""));
            if (verbose) {
                sql().forEach(s -> lines.add("  SQL: " + s.replace('\n', ' ')));
            }
            nodes.forEach(s -> text(s, 2, lines));
            if (summary) {
                lines.add("Planning Time: " + millis(planningNanos) + " ms");
            }
            if (explain.analyze()) {
                lines.add("Execution Time: " + millis(nanos) + " ms");
            }
        }
        for (String line : lines) {
            byte[] b = line.getBytes(StandardCharsets.UTF_8);
            out.startRow();
            out.putUtf8(b, 0, b.length);
            out.endRow();
        }
        return out;
    }

    private static void text(Node s, int indent, List<String> lines) {
        lines.add(" ".repeat(indent) + "->  " + s.what());
        s.nodes().forEach(x -> text(x, indent + 6, lines));
    }

    // --- running it
    // ---------------------------------------------------------------------------------------------------------

    @Override
    public List<Type> parameters() {
        // those of EXECUTE have their values
        return explain.statement() instanceof Execute ? List.of() : inner.parameters();
    }

    @Override
    Portal bind(Parameters parameters) {
        return new Explaining(parameters);
    }

    private final class Explaining extends NamedPortal {
        private final Parameters parameters;
        private RowBuffer rows;

        Explaining(Parameters parameters) {
            super(ExplainStatement.this);
            this.parameters = parameters;
        }

        @Override
        public void run(long maxRows, RowSink sink, RunReply reply) {
            if (rows != null || !explain.analyze() || inner.plan.failure() != null) {
                call(
                        () -> {
                            inner.runnable();
                            if (rows == null) {
                                rows = answer(0, 0);
                            }
                            session().leave();
                            drain(maxRows, sink, reply);
                        },
                        reply);
                return;
            }
            long start = System.nanoTime();
            CountingSink counting = new CountingSink();
            new SessionPortal(session(), inner, session().transaction, parameters).run(0, counting, new RunReply() {
                @Override
                public void suspended(Portal portal) {
                    // asks for no pause
                }

                @Override
                public void completed(Portal portal) {
                    long seen = inner.returnsRows() ? counting.rows() : portal.rows();
                    rows = answer(seen, System.nanoTime() - start);
                    drain(maxRows, sink, reply);
                }

                @Override
                public void failed(Portal portal, SqlFailure failure) {
                    reply.failed(Explaining.this, failure);
                }
            });
        }

        private void drain(long maxRows, RowSink sink, RunReply reply) {
            if (rows.drain(maxRows, sink)) {
                reply.completed(this);
            } else {
                reply.suspended(this);
            }
        }

        @Override
        public long rows() {
            return 0;
        }
    }
}
