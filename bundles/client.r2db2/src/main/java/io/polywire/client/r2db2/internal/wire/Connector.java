package io.polywire.client.r2db2.internal.wire;

import io.polywire.client.r2db2.internal.config.Host;
import io.polywire.client.r2db2.internal.config.Option;
import io.polywire.client.r2db2.internal.config.Settings;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Connects to the first host that takes us, and tries again later what may succeed later. Only the connect phase is ever
 * repeated: no statement has been sent yet.
 */
public final class Connector {
    private static final long MAX_DELAY = TimeUnit.SECONDS.toMillis(30);

    private Connector() {}

    /**
     * Opens a session.
     *
     * @throws SQLException the last failure if all tries failed; at once for what no repetition can cure (a wrong
     *     password, a certificate that is not trusted, an unknown database)
     */
    public static Session connect(Settings settings) throws SQLException {
        int login = settings.number(Option.LOGIN_TIMEOUT);
        long deadline = login == 0 ? Transport.NEVER : System.nanoTime() + TimeUnit.SECONDS.toNanos(login);
        Tls tls = Tls.of(settings);
        int tries = settings.number(Option.CONNECT_RETRIES);
        for (int attempt = 1; ; attempt++) {
            SQLException last = null;
            for (Host host : order(settings)) {
                try {
                    return Startup.open(host, settings, tls, deadline(settings, deadline));
                } catch (SQLException e) {
                    if (!(e instanceof SQLTransientException)) {
                        throw e;
                    }
                    if (last != null) {
                        e.addSuppressed(last);
                    }
                    last = e;
                }
            }
            long delay = delay(
                    settings.number(Option.CONNECT_RETRY_DELAY),
                    attempt,
                    ThreadLocalRandom.current().nextDouble());
            boolean late =
                    deadline != Transport.NEVER && deadline - System.nanoTime() < TimeUnit.MILLISECONDS.toNanos(delay);
            if (attempt >= tries || late) {
                throw last(last, attempt, late);
            }
            pause(delay, last);
        }
    }

    private static SQLException last(SQLException last, int attempts, boolean late) {
        if (attempts == 1 && !late) {
            return last;
        }
        String tries = attempts == 1 ? "1 try" : attempts + " tries";
        return Errors.of(
                last.getMessage() + " (gave up after " + tries + (late ? ", loginTimeout is over)" : ")"),
                last.getSQLState(),
                last);
    }

    /** The hosts as they are to be tried this time. */
    static List<Host> order(Settings settings) {
        List<Host> hosts = new ArrayList<>(settings.hosts());
        if ("random".equals(settings.text(Option.TARGET_SERVER))) {
            Collections.shuffle(hosts, ThreadLocalRandom.current());
        }
        return hosts;
    }

    private static long deadline(Settings settings, long login) {
        int millis = settings.number(Option.CONNECT_TIMEOUT);
        if (millis == 0) {
            return login;
        }
        long own = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        return login == Transport.NEVER || own - login < 0 ? own : login;
    }

    /**
     * The pause after a try, ms.
     *
     * @param attempt the try that failed, from 1
     * @param random 0 to 1: takes up to a quarter off, so that many clients do not come back at the same moment
     */
    static long delay(int first, int attempt, double random) {
        double doubled = first * Math.pow(2, Math.min(attempt - 1, 30));
        return (long) (Math.min(doubled, MAX_DELAY) * (1 - random / 4));
    }

    private static void pause(long millis, SQLException last) throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            last.addSuppressed(e);
            throw last;
        }
    }
}
