package io.polywire.storage.sqlite.internal;

import io.polywire.api.session.Parameters;
import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.api.storage.TemporaryUse;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;

/**
 * Answers of statements whose rows depend on their parameters and on relations in memory alone, which never change: a system
 * relation of another version of the schema is another relation, and its statement another statement. An answer is kept when
 * the same is asked for the second time, by the statement's identity and the values of its parameters, among which is what
 * a session and the moment bring along. What is kept is bounded, and goes with its statement. Thread-safe.
 */
final class KeptAnswers {
    /** One answer may take this part of all. */
    private static final int PART = 4;
    /** Parameters over so many bytes are not remembered. */
    private static final int MOST_PARAMETERS = 64 * 1024;
    /** Of so many different parameters of a statement is it known that they were asked for. */
    private static final int SEEN = 8;
    /** Of so many different parameters of a statement are answers kept. */
    private static final int ANSWERS = 16;

    private final long limit;
    private final Map<StorageStatement, Asked> asked = new WeakHashMap<>();
    /** All that is kept, the least used first. */
    private final Map<Kept, Asked> kept = new LinkedHashMap<>(16, 0.75f, true);

    private long bytes;

    /** What is known of a statement. */
    private static final class Asked {
        /** Hashes of parameters that it was asked with; in a circle. */
        final int[] seen = new int[SEEN];

        int count;
        final List<Kept> answers = new ArrayList<>();
        /** Whether its rows depend on more than its parameters. */
        boolean changing;

        boolean sees(int hash) {
            for (int i = 0; i < Math.min(count, SEEN); i++) {
                if (seen[i] == hash) {
                    return true;
                }
            }
            seen[count++ % SEEN] = hash;
            if (count == 2 * SEEN) {
                count = SEEN;
            }
            return false;
        }
    }

    /** An answer; known by identity. */
    private static final class Kept {
        /** What an answer takes besides its rows. */
        private static final int ENTRY = 256;

        final Parameters parameters;
        final KeptAnswer answer;

        Kept(Parameters parameters, KeptAnswer answer) {
            this.parameters = parameters;
            this.answer = answer;
        }

        long bytes() {
            return ENTRY + answer.size() + parameters.bytes();
        }
    }

    /**
     * A statement with its parameters, as it is asked.
     *
     * @param answer what is known; or null
     * @param writer writes its rows down, since they are asked for again; null to let them go. Whoever has it hands them in
     *     by {@link #keep}
     * @param parameters of the rows that are written down
     */
    record Question(
            KeptAnswers of,
            StorageStatement statement,
            KeptAnswer answer,
            KeptAnswer.Writer writer,
            Parameters parameters) {
        /** All rows have been written. */
        void answered(int columns) {
            KeptAnswer a = writer.end(columns);
            if (a != null) {
                of.keep(statement, parameters, a);
            }
        }

        /** It turns out that its rows depend on more. */
        void isChanging() {
            of.changing(statement);
        }
    }

    /** @param limit bytes that are kept; 0: nothing */
    KeptAnswers(long limit) {
        this.limit = limit;
    }

    /** Looks for the answer; null for a statement of which none is kept, nor shall be. */
    Question ask(StorageStatement statement, Parameters parameters) {
        if (limit == 0
                || statement.relations().isEmpty()
                || statement.permanent()
                || statement.access() != Access.READ
                || statement.temporary() != TemporaryUse.NONE
                || parameters != null && parameters.bytes() > MOST_PARAMETERS) {
            return null;
        }
        synchronized (this) {
            Asked a = asked.computeIfAbsent(statement, s -> new Asked());
            if (a.changing) {
                return null;
            }
            for (Kept k : a.answers) {
                if (isSame(k.parameters, parameters)) {
                    // its place in the order of use
                    kept.get(k);
                    return new Question(this, statement, k.answer, null, null);
                }
            }
            if (!a.sees(hash(parameters))) {
                return null;
            }
        }
        Parameters copy = new Parameters();
        if (parameters != null) {
            copy.copyFrom(parameters);
        }
        int most = (int) Math.min(KeptAnswer.cells(limit / PART), Integer.MAX_VALUE / 2);
        return new Question(this, statement, null, new KeptAnswer.Writer(most), copy);
    }

    /** A question if the rows of what was compiled for it may be kept; else null, and it is not asked again. */
    static Question kept(Question asked, SqliteConnection connection, String sql) {
        if (asked == null || OperationList.isConstant(connection, sql)) {
            return asked;
        }
        asked.isChanging();
        return null;
    }

    private synchronized void keep(StorageStatement statement, Parameters parameters, KeptAnswer answer) {
        Asked a = asked.computeIfAbsent(statement, s -> new Asked());
        if (a.answers.stream().anyMatch(k -> isSame(k.parameters, parameters))) {
            // somebody else has been asked at the same time
            return;
        }
        if (a.answers.size() == ANSWERS) {
            Kept oldest = a.answers.remove(0);
            kept.remove(oldest);
            bytes -= oldest.bytes();
        }
        Kept k = new Kept(parameters, answer);
        a.answers.add(k);
        kept.put(k, a);
        bytes += k.bytes();
        Iterator<Map.Entry<Kept, Asked>> eldest = kept.entrySet().iterator();
        while (bytes > limit && eldest.hasNext()) {
            Map.Entry<Kept, Asked> e = eldest.next();
            eldest.remove();
            e.getValue().answers.remove(e.getKey());
            bytes -= e.getKey().bytes();
        }
    }

    private synchronized void changing(StorageStatement statement) {
        asked.computeIfAbsent(statement, s -> new Asked()).changing = true;
    }

    /** Bytes that are kept. */
    synchronized long bytes() {
        return bytes;
    }

    /** How many answers are kept. */
    synchronized int size() {
        return kept.size();
    }

    private static int hash(Parameters p) {
        int hash = 0;
        for (int i = 0; p != null && i < p.size(); i++) {
            Parameters.Kind kind = p.kind(i);
            hash = 31 * hash + kind.ordinal();
            switch (kind) {
                case NULL -> hash *= 31;
                case LONG -> hash = 31 * hash + Long.hashCode(p.getLong(i));
                case DOUBLE -> hash = 31 * hash + Double.hashCode(p.getDouble(i));
                default -> {
                    for (int k = p.offset(i); k < p.offset(i) + p.length(i); k++) {
                        hash = 31 * hash + p.heap()[k];
                    }
                }
            }
        }
        return hash;
    }

    private static boolean isSame(Parameters a, Parameters b) {
        if (b == null || a.size() != b.size()) {
            return b == null && a.size() == 0;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.kind(i) != b.kind(i)) {
                return false;
            }
            boolean same = switch (a.kind(i)) {
                case NULL -> true;
                case LONG -> a.getLong(i) == b.getLong(i);
                case DOUBLE -> Double.doubleToRawLongBits(a.getDouble(i)) == Double.doubleToRawLongBits(b.getDouble(i));
                default ->
                    Arrays.equals(
                            a.heap(),
                            a.offset(i),
                            a.offset(i) + a.length(i),
                            b.heap(),
                            b.offset(i),
                            b.offset(i) + b.length(i));
            };
            if (!same) {
                return false;
            }
        }
        return true;
    }
}
