package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.setting.Setting;
import io.polywire.sql.setting.SettingTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/**
 * The settings of a session. A value set in a transaction goes with it when it is rolled back; one set for the transaction
 * goes with it in any case. Read from any thread, changed by the session's.
 */
final class SessionSettings {
    private static final int MOST = 1_000;
    private static final int MOST_CHARACTERS = 1 << 20;

    /** Two maps that are never changed, so that a savepoint costs nothing; and what is asked for often. */
    private static final class State {
        private final Map<String, String> session;
        private final Map<String, String> local;
        private final String role;
        private final String sessionAuthorization;
        private final String searchPath;
        private final String idleSessionTimeout;
        /** Roughly. */
        private final long bytes;

        State(Map<String, String> session, Map<String, String> local) {
            this.session = session;
            this.local = local;
            this.role = get("role");
            this.sessionAuthorization = get("session_authorization");
            this.searchPath = get("search_path");
            this.idleSessionTimeout = get("idle_session_timeout");
            this.bytes = bytes(session) + bytes(local);
        }

        private static long bytes(Map<String, String> values) {
            long sum = 0;
            for (Map.Entry<String, String> v : values.entrySet()) {
                sum += 64 + SessionMemory.of(v.getKey()) + SessionMemory.of(v.getValue());
            }
            return sum;
        }

        String get(String name) {
            String l = local.get(name);
            return l == null ? session.get(name) : l;
        }
    }

    private final Map<String, String> initial;
    private final BiConsumer<String, String> told;
    private volatile State now;
    /** Names that a client has made up; they stay known when their value has gone with its transaction. */
    private final Set<String> madeUp = new ConcurrentSkipListSet<>(String.CASE_INSENSITIVE_ORDER);

    /** As it was before the transaction changed anything; null if nothing was changed. */
    private State before;
    /** As it was at each savepoint. */
    private final List<State> savepoints = new ArrayList<>(0);
    /** Bytes of the states of savepoints, each state once. */
    private long savepointBytes;

    private long madeUpBytes;
    private final LongConsumer room;

    /**
     * @param told is called with each value that has changed
     * @param room is asked before more is held, with the bytes
     */
    SessionSettings(Map<String, String> initial, BiConsumer<String, String> told, LongConsumer room) {
        this.room = room;
        this.initial = sorted(initial);
        this.told = told;
        this.now = new State(this.initial, Map.of());
    }

    private static Map<String, String> sorted(Map<String, String> of) {
        Map<String, String> m = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        m.putAll(of);
        return m;
    }

    /** The value, or null if none was set. */
    String get(String name) {
        return now.get(name);
    }

    /** Is another object after each change. */
    Object version() {
        return now;
    }

    /** Setting {@code role}, or null. */
    String role() {
        return now.role;
    }

    /** Setting {@code session_authorization}, or null. */
    String sessionAuthorization() {
        return now.sessionAuthorization;
    }

    /** Setting {@code search_path}, or null. */
    String searchPath() {
        return now.searchPath;
    }

    /** Setting {@code idle_session_timeout}, or null. */
    String idleSessionTimeout() {
        return now.idleSessionTimeout;
    }

    /** Bytes of what it holds, roughly. */
    long held() {
        State b = before;
        return now.bytes + savepointBytes + madeUpBytes + (b == null ? 0 : b.bytes);
    }

    /** What the session began with. */
    String initial(Setting s) {
        String v = initial.get(s.name());
        return v == null ? s.initial() : v;
    }

    /** The value as it is shown; null for one that a client may make up and has not. */
    String shown(SettingTable table, Setting s) {
        String v = get(s.name());
        return v == null && table.find(s.name()) != null && (!isMadeUp(s) || madeUp.contains(s.name()))
                ? s.initial()
                : v;
    }

    /** A name is known from its first use on. */
    void know(Setting s) {
        if (isMadeUp(s) && madeUp.size() < MOST && madeUp.add(s.name())) {
            madeUpBytes += SessionMemory.of(s.name());
        }
    }

    private static boolean isMadeUp(Setting s) {
        return !s.listed() && s.name().indexOf('.') >= 0;
    }

    /**
     * Sets a value that was checked.
     *
     * @param value null for what it was at the beginning of the session
     * @param local for the present transaction only
     * @param inTransaction whether there is one, so that it may be undone
     */
    void set(Setting setting, String value, boolean local, boolean inTransaction) {
        String name = setting.name();
        String v = value == null ? initial.get(name) : value;
        State s = now;
        if (v != null) {
            if (s.session.size() + s.local.size() >= MOST && s.get(name) == null) {
                throw SqlFailure.of(FailureKind.LIMIT, "too many settings, " + MOST + " are allowed");
            }
            if (v.length() > MOST_CHARACTERS) {
                throw SqlFailure.of(FailureKind.LIMIT, "the value of a setting is too long");
            }
        }
        if (v != null) {
            // with a copy of its own for the transaction's end, at worst
            room.accept(
                    2 * SessionMemory.of(name) + SessionMemory.of(v) + (inTransaction && before == null ? s.bytes : 0));
        }
        if (inTransaction && before == null) {
            before = s;
        }
        know(setting);
        Map<String, String> session = s.session;
        Map<String, String> locals = sorted(s.local);
        if (local) {
            locals.put(name, v == null ? setting.initial() : v);
        } else {
            session = sorted(session);
            locals.remove(name);
            if (v == null) {
                session.remove(name);
            } else {
                session.put(name, v);
            }
        }
        become(new State(session, locals.isEmpty() ? Map.of() : locals), setting);
    }

    private void become(State next, Setting one) {
        State old = now;
        now = next;
        String a = old.get(one.name());
        String b = next.get(one.name());
        String was = a == null ? one.initial() : a;
        String is = b == null ? one.initial() : b;
        if (!was.equals(is)) {
            told.accept(one.name(), is);
        }
    }

    /** Takes the values of another time; what has changed is told. */
    private void become(State next, SettingTable table) {
        State old = now;
        if (old == next) {
            return;
        }
        now = next;
        Map<String, Boolean> names = new LinkedHashMap<>();
        for (Map<String, String> m : List.of(old.session, old.local, next.session, next.local)) {
            m.keySet().forEach(k -> names.put(k, true));
        }
        for (String name : names.keySet()) {
            Setting s = table.find(name);
            String otherwise = s == null ? "" : s.initial();
            String a = old.get(name);
            String b = next.get(name);
            String is = b == null ? otherwise : b;
            if (!(a == null ? otherwise : a).equals(is)) {
                told.accept(name, is);
            }
        }
    }

    /** All as at the beginning of the session, but for some. */
    void resetAll(SettingTable table, boolean inTransaction) {
        if (inTransaction && before == null) {
            before = now;
        }
        Map<String, String> kept = sorted(initial);
        for (String name : List.of("session_authorization", "role")) {
            String v = now.session.get(name);
            if (v != null) {
                kept.put(name.toLowerCase(Locale.ROOT), v);
            }
        }
        become(new State(kept, Map.of()), table);
    }

    // --- with the transaction ---------------------------------------------------------------------------------------

    void savepoint() {
        savepoints.add(now);
        savepointBytes += bytesOf(savepoints.size() - 1);
    }

    /** Bytes of a savepoint; 0 if it is as the one before it. */
    private long bytesOf(int index) {
        State s = savepoints.get(index);
        return index > 0 && savepoints.get(index - 1) == s ? 0 : s.bytes;
    }

    /** Forgets the savepoints from a number (from 0) on. */
    void release(int from) {
        if (from < savepoints.size()) {
            for (int i = from; i < savepoints.size(); i++) {
                savepointBytes -= bytesOf(i);
            }
            savepoints.subList(from, savepoints.size()).clear();
        }
    }

    /** Back to a savepoint, which stays. */
    void backTo(int index, SettingTable table) {
        if (index < savepoints.size()) {
            become(savepoints.get(index), table);
            release(index + 1);
        }
    }

    /** The transaction is over. */
    void ended(boolean committed, Supplier<SettingTable> table) {
        State b = before;
        before = null;
        if (!savepoints.isEmpty()) {
            savepoints.clear();
            savepointBytes = 0;
        }
        if (b != null && !committed) {
            become(b, table.get());
        } else if (!now.local.isEmpty()) {
            become(new State(now.session, Map.of()), table.get());
        }
    }

    /** As a session begins, but with nothing that its client has asked for. */
    void restart(SettingTable table) {
        madeUp.clear();
        madeUpBytes = 0;
        before = null;
        savepoints.clear();
        savepointBytes = 0;
        become(new State(Map.of(), Map.of()), table);
    }
}
