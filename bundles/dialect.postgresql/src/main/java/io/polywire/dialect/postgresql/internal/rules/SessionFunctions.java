package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionContext;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.type.Type;
import io.polywire.api.value.Interval;
import io.polywire.api.value.IntervalReader;
import io.polywire.api.value.NetworkAddress;
import io.polywire.api.value.TextStyle;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.FunctionValue;
import io.polywire.sql.bound.SessionParameter;
import io.polywire.sql.bound.SessionValue;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Functions that tell of the session and its server, and that change it. */
final class SessionFunctions {
    /** A sleep without an end, short enough to be counted with. */
    private static final double LONGEST_SECONDS = 1e9;

    /** An address as inet writes it, without the zone of an IPv6 one. */
    private static final ScalarFunction ADDRESS = Functions.strict("session_address", 1, (in, out) -> {
        String s = in.getText(0);
        int zone = s.indexOf('%');
        out.putText(
                NetworkAddress.read(zone < 0 ? s : s.substring(0, zone), false).text(false));
    });

    private SessionFunctions() {}

    static void register(Registry r) {
        r.function(
                "current_database", (a, t) -> new SessionParameter(SessionValue.DATABASE, PgTypes.NAME), PgTypes.NAME);
        value(r, "pg_backend_pid", SessionValue.SESSION_ID, PgTypes.INT4);
        r.function(
                "inet_client_addr",
                (a, t) -> Functions.call(ADDRESS, t, new SessionParameter(SessionValue.CLIENT_ADDRESS, PgTypes.TEXT)),
                PgTypes.INET);
        r.function(
                "inet_server_addr",
                (a, t) -> Functions.call(ADDRESS, t, new SessionParameter(SessionValue.SERVER_ADDRESS, PgTypes.TEXT)),
                PgTypes.INET);
        value(r, "inet_client_port", SessionValue.CLIENT_PORT, PgTypes.INT4);
        value(r, "inet_server_port", SessionValue.SERVER_PORT, PgTypes.INT4);
        value(r, "pg_postmaster_start_time", SessionValue.SERVER_TIME, PgTypes.TIMESTAMPTZ);
        value(r, "pg_conf_load_time", SessionValue.SERVER_TIME, PgTypes.TIMESTAMPTZ);
        constant(r, "pg_jit_available", 0L, PgTypes.BOOL);
        constant(r, "pg_trigger_depth", 0L, PgTypes.INT4);
        constant(r, "pg_notification_queue_usage", 0.0, PgTypes.FLOAT8);
        // what they put back to zero is zero: nothing is counted
        constant(r, "pg_stat_reset", "", PgTypes.VOID);
        constant(r, "pg_stat_clear_snapshot", "", PgTypes.VOID);
        for (String of : List.of("table", "function")) {
            nothing(r, "pg_stat_reset_single_" + of + "_counters", PgTypes.OID);
        }
        for (String of : List.of("shared", "slru", "replication_slot")) {
            nothing(r, "pg_stat_reset_" + of, PgTypes.TEXT);
        }
        settings(r);
        sleeps(r);
        transactions(r);
        signals(r);
        r.java(
                Functions.ofSession("notify", 2, SessionFunctions::sent),
                "pg_notify",
                PgTypes.VOID,
                PgTypes.TEXT,
                PgTypes.TEXT);
        r.rows(new ChannelRows(), "pg_listening_channels");
    }

    private static final ScalarFunction TYPE_OF =
            Functions.lenient("typeof", 2, (in, out) -> out.putLong(in.getLong(1)));

    /** The type of an argument as it stands there, which a literal may have none of yet. */
    static BoundExpression typeOf(BoundExpression of) {
        long oid = PgTypes.isUnknown(of.type()) ? 705 : of.type().id();
        return Functions.call(TYPE_OF, PgTypes.REGTYPE, of, new BoundConstant(oid, PgTypes.OID));
    }

    /** The number of the type that a call of pg_typeof gives; null for any other expression. */
    static BoundExpression typeIn(BoundExpression e) {
        return e instanceof FunctionValue f && f.function() == TYPE_OF
                ? f.arguments().get(1)
                : null;
    }

    private static void value(Registry r, String name, SessionValue value, Type type) {
        r.function(name, (a, t) -> new SessionParameter(value, type), type);
    }

    private static final ScalarFunction NOTHING = Functions.strict("does_nothing", 1, (in, out) -> out.putText(""));

    /** A function that does nothing, where it is given something. */
    private static void nothing(Registry r, String name, Type of) {
        r.java(NOTHING, name, PgTypes.VOID, of);
    }

    private static void constant(Registry r, String name, Object value, Type type) {
        r.function(name, (a, t) -> new BoundConstant(value, type), type);
    }

    // --- settings ---------------------------------------------------------------------------------------------------

    private static void settings(Registry r) {
        ScalarFunction current = Functions.ofSession("current_setting", 2, (in, out) -> {
            if (in.isNull(0) || in.isNull(1)) {
                return;
            }
            String value = in.context().setting(in.getText(0));
            if (value == null && in.getLong(1) == 0) {
                throw SqlFailure.of(
                        FailureKind.UNDEFINED_OBJECT, "unrecognized configuration parameter \"" + in.getText(0) + "\"");
            }
            if (value != null) {
                out.putText(value);
            }
        });
        r.function(
                "current_setting",
                (a, t) -> Functions.call(current, t, a.get(0), new BoundConstant(0L, PgTypes.BOOL)),
                PgTypes.TEXT,
                PgTypes.TEXT);
        r.java(current, "current_setting", PgTypes.TEXT, PgTypes.TEXT, PgTypes.BOOL);
        ScalarFunction set = Functions.ofSession("set_config", 3, (in, out) -> {
            if (in.isNull(0)) {
                throw SqlFailure.build(FailureKind.DATA, "SET requires parameter name")
                        .sqlState("22004")
                        .build();
            }
            boolean local = !in.isNull(2) && in.getLong(2) != 0;
            out.putText(in.context().set(in.getText(0), in.isNull(1) ? null : in.getText(1), local));
        });
        r.java(set, "set_config", PgTypes.TEXT, PgTypes.TEXT, PgTypes.TEXT, PgTypes.BOOL);
        ScalarFunction encoding = Functions.ofSession(
                "client_encoding", 0, (in, out) -> out.putText(in.context().setting("client_encoding")));
        r.java(encoding, "pg_client_encoding", PgTypes.NAME);
        ScalarFunction version = Functions.ofSession(
                "version",
                0,
                (in, out) -> out.putText("PostgreSQL " + in.context().setting("server_version") + " on Java, 64-bit"));
        r.java(version, "version", PgTypes.TEXT);
    }

    // --- waits ------------------------------------------------------------------------------------------------------

    private static void sleeps(Registry r) {
        ScalarFunction sleep = Functions.waiting("sleep", 1, (in, out) -> {
            double seconds = in.getDouble(0);
            sleep(in, seconds > LONGEST_SECONDS ? LONGEST_SECONDS : seconds, out);
        });
        r.java(sleep, "pg_sleep", PgTypes.VOID, PgTypes.FLOAT8);
        ScalarFunction during = Functions.waiting("sleep_for", 1, (in, out) -> {
            Interval i = IntervalReader.read(in.getText(0), TextStyle.DEFAULT);
            Instant now = Instant.now();
            Instant end = now.atOffset(ZoneOffset.UTC)
                    .plusMonths(i.months())
                    .plusDays(i.days())
                    .toInstant();
            sleep(in, end.getEpochSecond() - now.getEpochSecond() + i.micros() / 1e6, out);
        });
        r.java(during, "pg_sleep_for", PgTypes.VOID, PgTypes.INTERVAL);
        ScalarFunction until = Functions.waiting("sleep_until", 1, (in, out) -> {
            Instant now = Instant.now();
            double micros = (double) in.getLong(0) - (now.getEpochSecond() * 1e6 + now.getNano() / 1e3);
            sleep(in, Math.min(micros / 1e6, LONGEST_SECONDS), out);
        });
        r.java(until, "pg_sleep_until", PgTypes.VOID, PgTypes.TIMESTAMPTZ);
    }

    private static void sleep(FunctionArguments in, double seconds, FunctionResult out) {
        in.context().sleep((long) (seconds * 1e9));
        out.putText("");
    }

    // --- transactions, sessions -------------------------------------------------------------------------------------

    private static void transactions(Registry r) {
        ScalarFunction id = Functions.ofSession(
                "txid_current", 0, (in, out) -> out.putLong(in.context().transactionId()));
        r.java(id, "txid_current", PgTypes.INT8);
        ScalarFunction assigned = Functions.ofSession("txid_current_if_assigned", 0, (in, out) -> {
            long n = in.context().assignedTransactionId();
            if (n != 0) {
                out.putLong(n);
            }
        });
        r.java(assigned, "txid_current_if_assigned", PgTypes.INT8);
        r.java(id, "pg_current_xact_id", PgTypes.XID8);
        r.java(assigned, "pg_current_xact_id_if_assigned", PgTypes.XID8);
    }

    private static void signals(Registry r) {
        ScalarFunction signal = Functions.ofSession("signal", 3, (in, out) -> {
            if (in.isNull(0) || in.isNull(1)) {
                return;
            }
            boolean end = in.getLong(2) != 0;
            if (in.getLong(1) < 0) {
                throw SqlFailure.build(FailureKind.OUT_OF_RANGE, "\"timeout\" must not be negative")
                        .build();
            }
            FunctionContext session = in.context();
            boolean there = session.signal(in.getLong(0), end);
            if (!there) {
                session.warn("01000", "PID " + in.getLong(0) + " is not a PostgreSQL backend process");
            }
            out.putLong(there ? 1 : 0);
        });
        r.function(
                "pg_cancel_backend",
                (a, t) -> signal(signal, a.get(0), new BoundConstant(0L, PgTypes.INT8), 0, t),
                PgTypes.BOOL,
                PgTypes.INT4);
        r.function(
                "pg_terminate_backend",
                (a, t) -> signal(signal, a.get(0), a.get(1), 1, t),
                PgTypes.BOOL,
                PgTypes.INT4,
                PgTypes.INT8);
    }

    private static BoundExpression signal(
            ScalarFunction f, BoundExpression pid, BoundExpression timeout, long end, Type type) {
        return Functions.call(f, type, pid, timeout, new BoundConstant(end, PgTypes.BOOL));
    }

    private static void sent(FunctionArguments in, FunctionResult out) {
        in.context().notify(in.isNull(0) ? "" : in.getText(0), in.isNull(1) ? "" : in.getText(1));
        out.putText("");
    }

    /** The channels, a row for each. */
    private static final class ChannelRows implements ScalarFunction {
        @Override
        public String name() {
            return "pw_pg_rows_listening_channels";
        }

        @Override
        public int arity() {
            return 0;
        }

        @Override
        public boolean deterministic() {
            return false;
        }

        @Override
        public void call(FunctionArguments in, FunctionResult out) {
            io.polywire.sql.bound.JsonRows rows = new io.polywire.sql.bound.JsonRows();
            List<String> channels = in.context().channels();
            channels.forEach(rows::row);
            out.putText(rows.toString());
        }
    }
}
