package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Portal;
import io.polywire.api.session.Prepared;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import io.polywire.api.session.RunReply;
import io.polywire.sql.tree.BlockStep;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs a block of code: each of its statements is a call of the session, made when the one before it has replied. A block
 * with handlers has a savepoint, to which its failure goes back.
 *
 * <pre>
 *   start ─▶ turn ─▶ one step ──reply──▶ turn ─▶ ... ─▶ done (null)
 *                       │ failed
 *                       ▼
 *              a block with a handler for it ──▶ ROLLBACK TO ─▶ RELEASE ─▶ its steps ─▶ turn
 *                       │ none
 *                       ▼
 *                  done (failure)
 * </pre>
 *
 * <p>Replies may come at once or from another thread; {@link #turns} sees to it that one step is taken at a time and that
 * a long block needs no deep stack.
 */
final class BlockRun {
    private static final String SAVEPOINT = "block of code ";

    private final RouterSession session;
    private final boolean plain;
    private final Consumer<SqlFailure> done;
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final AtomicInteger turns = new AtomicInteger();
    private int savepoints;
    private SqlFailure failure;

    /** Steps that run one after the other; {@code savepoint} is null where their failure is not handled here. */
    private static final class Frame {
        final List<BlockStep> steps;
        final List<BlockStep.Handler> handlers;
        final String savepoint;
        /** What a handler's steps are for. */
        final SqlFailure handled;

        int next;

        Frame(List<BlockStep> steps, List<BlockStep.Handler> handlers, String savepoint, SqlFailure handled) {
            this.steps = steps;
            this.handlers = handlers;
            this.savepoint = savepoint;
            this.handled = handled;
        }
    }

    /**
     * A run of a block, in a transaction that is open.
     *
     * @param plain whether its failures are told as those of the statement itself, in whose text the steps stand
     * @param done told once, with what it failed with or with null; no call of the session is running then
     */
    BlockRun(RouterSession session, BlockStep.Block block, boolean plain, Consumer<SqlFailure> done) {
        this.session = session;
        this.plain = plain;
        this.done = done;
        frames.push(new Frame(List.of(block), List.of(), null, null));
    }

    void start() {
        turn();
    }

    private void turn() {
        if (turns.getAndIncrement() > 0) {
            return;
        }
        do {
            try {
                step();
            } catch (RuntimeException | Error e) {
                fail(Failures.of(e));
            }
        } while (turns.decrementAndGet() > 0);
    }

    private void fail(SqlFailure f) {
        failure = f;
        turn();
    }

    private final Reply<Void> goesOn = new Reply<>() {
        @Override
        public void done(Void value) {
            turn();
        }

        @Override
        public void failed(SqlFailure f) {
            fail(f);
        }
    };

    private void step() {
        if (failure != null) {
            unwind();
            return;
        }
        Frame f = frames.peek();
        if (f == null) {
            done.accept(null);
            return;
        }
        if (f.next == f.steps.size()) {
            frames.pop();
            if (f.savepoint == null) {
                turn();
            } else {
                session.transaction.release(f.savepoint, goesOn);
            }
            return;
        }
        BlockStep s = f.steps.get(f.next++);
        if (s instanceof BlockStep.Block b) {
            enter(b, f.handled);
        } else if (s instanceof BlockStep.If i) {
            choose(i, 0, f.handled);
        } else if (s instanceof BlockStep.Run r) {
            run(r.sql(), false, r.line(), "SQL statement");
        } else if (s instanceof BlockStep.Perform p) {
            run(p.sql(), true, p.line(), "PERFORM");
        } else if (s instanceof BlockStep.Dynamic d) {
            text(d.expression(), d.line(), "EXECUTE", text -> execute(text, d.line()));
        } else if (s instanceof BlockStep.Raise r) {
            raise(r, f.handled);
        } else {
            // RETURN: what has savepoints keeps its work
            leaveAll();
        }
    }

    // --- blocks ---------------------------------------------------------------------------------------------------

    private void enter(BlockStep.Block b, SqlFailure handled) {
        if (b.handlers().isEmpty()) {
            frames.push(new Frame(b.steps(), List.of(), null, handled));
            turn();
            return;
        }
        String name = SAVEPOINT + ++savepoints;
        session.transaction.savepoint(name, new Reply<>() {
            @Override
            public void done(Void value) {
                frames.push(new Frame(b.steps(), b.handlers(), name, handled));
                turn();
            }

            @Override
            public void failed(SqlFailure f) {
                fail(f);
            }
        });
    }

    private void leaveAll() {
        while (!frames.isEmpty()) {
            String savepoint = frames.pop().savepoint;
            if (savepoint != null) {
                session.transaction.release(savepoint, new Reply<>() {
                    @Override
                    public void done(Void value) {
                        leaveAll();
                    }

                    @Override
                    public void failed(SqlFailure f) {
                        fail(f);
                    }
                });
                return;
            }
        }
        turn();
    }

    private void unwind() {
        while (!frames.isEmpty()) {
            Frame f = frames.pop();
            BlockStep.Handler handler = handler(f.handlers, failure);
            if (handler == null) {
                continue;
            }
            SqlFailure caught = failure;
            session.transaction.rollbackTo(f.savepoint, new Reply<>() {
                @Override
                public void done(Void value) {
                    failure = null;
                    frames.push(new Frame(handler.steps(), List.of(), null, caught));
                    session.transaction.release(f.savepoint, goesOn);
                }

                @Override
                public void failed(SqlFailure gone) {
                    // the storage has ended the transaction: nothing here can go on
                    frames.clear();
                    done.accept(caught);
                }
            });
            return;
        }
        done.accept(failure);
    }

    /** The first one that is for a failure; null if none is. */
    private static BlockStep.Handler handler(List<BlockStep.Handler> handlers, SqlFailure f) {
        if (f.isFatal() || f.kind() == FailureKind.INTERNAL) {
            return null;
        }
        String state = f.sqlState();
        for (BlockStep.Handler h : handlers) {
            // OTHERS is for all but query_canceled and assert_failure (manual, 43.6.8)
            boolean named = h.states().stream()
                    .anyMatch(s -> s.equals(state) || s.endsWith("000") && s.regionMatches(0, state, 0, 2));
            if (named || h.others() && !state.equals("57014") && !state.equals("P0004")) {
                return h;
            }
        }
        return null;
    }

    private void choose(BlockStep.If i, int branch, SqlFailure handled) {
        if (branch == i.branches().size()) {
            frames.push(new Frame(i.otherwise(), List.of(), null, handled));
            turn();
            return;
        }
        BlockStep.Branch b = i.branches().get(branch);
        value("SELECT (" + b.condition() + "\n)::boolean", i.line(), "IF", values -> {
            if (values.kind(0) == Parameters.Kind.NULL || values.getLong(0) == 0) {
                choose(i, branch + 1, handled);
            } else {
                frames.push(new Frame(b.steps(), List.of(), null, handled));
                turn();
            }
        });
    }

    // --- SQL ------------------------------------------------------------------------------------------------------

    private void execute(String text, int line) {
        if (text == null) {
            fail(SqlFailure.build(FailureKind.SEMANTIC, "query string argument of EXECUTE is null")
                    .sqlState("22004")
                    .context(where(line, "EXECUTE"))
                    .build());
            return;
        }
        run(text, true, line, "EXECUTE");
    }

    /** @param rows whether it may give rows, which nobody gets */
    private void run(String sql, boolean rows, int line, String what) {
        prepare(sql, line, what, p -> {
            if (p.returnsRows() && !rows) {
                throw SqlFailure.build(FailureKind.SYNTAX, "query has no destination for result data")
                        .hint("If you want to discard the results of a SELECT, use PERFORM instead.")
                        .build();
            }
            run(p, new CountingSink(), sql, line, what, this::turn);
        });
    }

    /** The text that an expression gives; null for NULL. */
    private void text(String expression, int line, String what, Consumer<String> then) {
        value(
                "SELECT (" + expression + "\n)::text",
                line,
                what,
                v -> then.accept(v.kind(0) == Parameters.Kind.NULL ? null : v.getText(0)));
    }

    private void value(String sql, int line, String what, Consumer<Parameters> then) {
        prepare(sql, line, what, p -> {
            ParameterSink values = new ParameterSink(p.columns().size());
            run(p, values, sql, line, what, () -> then.accept(values.values()));
        });
    }

    private void prepare(String sql, int line, String what, Consumer<Prepared> then) {
        session.prepareWithoutParameters(sql, new Reply<>() {
            @Override
            public void done(Prepared p) {
                try {
                    refuse(p.command());
                    then.accept(p);
                } catch (RuntimeException | Error e) {
                    session.transaction.statementFailed();
                    fail(within(Failures.of(e), sql, line, what));
                }
            }

            @Override
            public void failed(SqlFailure f) {
                fail(within(f, sql, line, what));
            }
        });
    }

    private static void refuse(String command) {
        String first = command.toUpperCase(Locale.ROOT);
        if (first.startsWith("COPY")) {
            throw SqlFailure.unsupported("COPY in a block");
        }
        List<String> ends = List.of("BEGIN", "START", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "FETCH", "MOVE");
        if (ends.stream().anyMatch(first::startsWith)) {
            throw SqlFailure.unsupported(command + " in a block");
        }
    }

    private void run(Prepared p, RowSink sink, String sql, int line, String what, Runnable then) {
        Portal portal = session.bind(p, null, new Parameters());
        portal.run(0, sink, new RunReply() {
            @Override
            public void suspended(Portal of) {
                throw new IllegalStateException("all rows were asked for");
            }

            @Override
            public void completed(Portal of) {
                of.close();
                then.run();
            }

            @Override
            public void failed(Portal of, SqlFailure f) {
                of.close();
                fail(within(f, sql, line, what));
            }
        });
    }

    /** A place in a statement of the block means nothing in the client's text. */
    private SqlFailure within(SqlFailure f, String sql, int line, String what) {
        if (plain) {
            return f;
        }
        String inner = (f.context() == null ? "" : f.context() + "\n") + "SQL statement \"" + sql + "\"\n";
        return f.but().position(0).context(inner + where(line, what)).build();
    }

    private static String where(int line, String what) {
        return "PL/pgSQL function inline_code_block line " + line + " at " + what;
    }

    // --- RAISE ----------------------------------------------------------------------------------------------------

    private void raise(BlockStep.Raise r, SqlFailure handled) {
        if (r.again()) {
            if (handled == null) {
                throw SqlFailure.build(
                                FailureKind.SEMANTIC,
                                "RAISE without parameters cannot be used outside an exception handler")
                        .sqlState("0Z002")
                        .context(where(r.line(), "RAISE"))
                        .build();
            }
            session.transaction.statementFailed();
            fail(handled);
            return;
        }
        List<String> expressions = new ArrayList<>(r.arguments());
        r.options().forEach(o -> expressions.add(o.expression()));
        arguments(r, expressions, new ArrayList<>(), handled);
    }

    private void arguments(BlockStep.Raise r, List<String> expressions, List<String> values, SqlFailure handled) {
        if (values.size() == expressions.size()) {
            tell(r, values);
            return;
        }
        Consumer<String> then = v -> {
            values.add(v);
            arguments(r, expressions, values, handled);
        };
        String e = expressions.get(values.size());
        if (handled != null && e.equalsIgnoreCase("sqlerrm")) {
            then.accept(handled.getMessage());
        } else if (handled != null && e.equalsIgnoreCase("sqlstate")) {
            then.accept(handled.sqlState());
        } else {
            text(e, r.line(), "RAISE", then);
        }
    }

    private void tell(BlockStep.Raise r, List<String> values) {
        String message = r.message() == null ? r.condition() : filled(r.message(), values);
        String state = r.state();
        String detail = null;
        String hint = null;
        String[] objects = new String[4];
        String dataType = null;
        for (int i = 0; i < r.options().size(); i++) {
            String v = values.get(r.arguments().size() + i);
            String name = r.options().get(i).name();
            if (v == null) {
                throw told("RAISE statement option cannot be null", "22004", r.line());
            }
            switch (name) {
                case "message" -> {
                    if (message != null) {
                        throw told("RAISE option already specified: MESSAGE", "42601", r.line());
                    }
                    message = v;
                }
                case "errcode" ->
                    state = session.desk.planner.dialect(session.dialect()).sqlState(v);
                case "detail" -> detail = v;
                case "hint" -> hint = v;
                case "schema" -> objects[0] = v;
                case "table" -> objects[1] = v;
                case "column" -> objects[2] = v;
                case "constraint" -> objects[3] = v;
                default -> dataType = v;
            }
        }
        if (r.level().equals("exception")) {
            String code = state == null ? "P0001" : state;
            session.transaction.statementFailed();
            fail(SqlFailure.build(FailureKind.SEMANTIC, message == null ? code : message)
                    .sqlState(code)
                    .detail(detail)
                    .hint(hint)
                    .objects(objects[0], objects[1], objects[2], objects[3])
                    .dataType(dataType)
                    .context(where(r.line(), "RAISE"))
                    .build());
            return;
        }
        Notice.Severity severity = Notice.Severity.valueOf(r.level().toUpperCase(Locale.ROOT));
        String usual = severity == Notice.Severity.WARNING ? "01000" : "00000";
        String code = state == null ? usual : state;
        session.notice(new Notice(severity, code, message == null ? code : message, detail, hint));
        turn();
    }

    private static SqlFailure told(String message, String state, int line) {
        return SqlFailure.build(FailureKind.SEMANTIC, message)
                .sqlState(state)
                .context(where(line, "RAISE"))
                .build();
    }

    private static String filled(String format, List<String> values) {
        StringBuilder out = new StringBuilder();
        int next = 0;
        for (int i = 0; i < format.length(); i++) {
            char c = format.charAt(i);
            if (c != '%') {
                out.append(c);
            } else if (i + 1 < format.length() && format.charAt(i + 1) == '%') {
                out.append('%');
                i++;
            } else {
                String v = values.get(next++);
                out.append(v == null ? "<NULL>" : v);
            }
        }
        return out.toString();
    }
}
