package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import io.polywire.api.lock.LockKey;
import io.polywire.api.lock.LockMode;
import io.polywire.api.lock.LockScope;
import io.polywire.api.type.Type;

/** Locks by number (manual, 9.27.10): of one bigint or of two integers, which never meet. */
final class AdvisoryLocks {
    private interface Use {
        void of(LockKey key, FunctionArguments in, FunctionResult out);
    }

    private AdvisoryLocks() {}

    static void register(Registry r) {
        for (LockMode mode : new LockMode[] {LockMode.EXCLUSIVE, LockMode.SHARE}) {
            String end = mode == LockMode.SHARE ? "_shared" : "";
            for (LockScope scope : LockScope.values()) {
                String of = scope == LockScope.SESSION ? "advisory_" : "advisory_xact_";
                both(r, "pg_" + of + "lock" + end, true, PgTypes.VOID, (key, in, out) -> {
                    in.context().locks().lock(key, mode, scope);
                    out.putText("");
                });
                both(r, "pg_try_" + of + "lock" + end, false, PgTypes.BOOL, (key, in, out) -> {
                    boolean taken = in.context().locks().tryLock(key, mode, scope);
                    out.putLong(taken ? 1 : 0);
                });
            }
            both(r, "pg_advisory_unlock" + end, false, PgTypes.BOOL, (key, in, out) -> {
                boolean was = in.context().locks().unlock(key, mode);
                if (!was) {
                    in.context()
                            .warn(
                                    "01000",
                                    "you don't own a lock of type "
                                            + (mode == LockMode.SHARE ? "ShareLock" : "ExclusiveLock"));
                }
                out.putLong(was ? 1 : 0);
            });
        }
        r.java(
                Functions.ofSession("advisory_unlock_all", 0, (in, out) -> {
                    in.context().locks().unlockAll();
                    out.putText("");
                }),
                "pg_advisory_unlock_all",
                PgTypes.VOID);
    }

    private static void both(Registry r, String name, boolean waits, Type result, Use use) {
        Functions.Body one = (in, out) -> use.of(LockKey.advisory(in.getLong(0)), in, out);
        Functions.Body two = (in, out) -> use.of(LockKey.advisory((int) in.getLong(0), (int) in.getLong(1)), in, out);
        r.java(function(name.substring(3) + "_1", 1, waits, one), name, result, PgTypes.INT8);
        r.java(function(name.substring(3) + "_2", 2, waits, two), name, result, PgTypes.INT4, PgTypes.INT4);
    }

    private static ScalarFunction function(String name, int arity, boolean waits, Functions.Body body) {
        return waits ? Functions.waiting(name, arity, body) : Functions.changing(name, arity, body);
    }
}
