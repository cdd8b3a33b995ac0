package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.lock.LockInfo;
import io.polywire.api.lock.LockKey;
import io.polywire.api.session.SessionInfo;
import io.polywire.api.session.Transaction;
import io.polywire.api.wire.TlsState;
import io.polywire.sql.bound.JsonRows;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** Locks, and how connections are encrypted, of all sessions: rows of {@link io.polywire.sql.catalog.LiveRelation}s. */
final class ServerFacts {
    private ServerFacts() {}

    // ---- locks ----

    static void locks(RouterSession session, JsonRows rows) {
        for (RouterSession s : session.desk.all()) {
            boolean runs = s == session || s.isBusy();
            if (s.database().equals(session.database()) && (runs || s.transaction.state() != Transaction.State.IDLE)) {
                rows.row(
                        (long) s.id(),
                        number(s.id()),
                        "transaction",
                        null,
                        null,
                        null,
                        null,
                        "ExclusiveLock",
                        1L,
                        null);
                long xid = s == session ? s.functions.assignedTransactionId() : s.functions.numbered();
                if (xid != 0) {
                    String shown = Long.toString(xid & 0xFFFF_FFFFL);
                    rows.row(
                            (long) s.id(),
                            number(s.id()),
                            "numbered",
                            null,
                            null,
                            null,
                            null,
                            "ExclusiveLock",
                            1L,
                            shown);
                }
            }
        }
        for (LockInfo l : session.locks.all()) {
            LockKey key = l.key();
            boolean table = key.space() == LockKey.Space.TABLE;
            if (!table && key.space() != LockKey.Space.ADVISORY && key.space() != LockKey.Space.ADVISORY_PAIR) {
                continue;
            }
            rows.row(
                    (long) l.session(),
                    number(l.session()),
                    table ? "table" : "advisory",
                    table ? key.name() : null,
                    table ? null : (Long) (key.number() >>> 32),
                    table ? null : (Long) (key.number() & 0xFFFF_FFFFL),
                    table ? null : (Long) (key.space() == LockKey.Space.ADVISORY ? 1L : 2L),
                    mode(l.mode().name()),
                    LiveRows.bit(l.granted()),
                    null);
        }
    }

    /** A session has one transaction at a time, which has no number of its own. */
    private static String number(int session) {
        return session + "/1";
    }

    /** "AccessShareLock" of ACCESS_SHARE. */
    private static String mode(String name) {
        StringBuilder s = new StringBuilder();
        for (String word : name.split("_")) {
            s.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
        }
        return s.append("Lock").toString();
    }

    // ---- encryption ----

    /** Of other users' sessions a superuser sees all, the others only that they are there. */
    static void encryption(RouterSession session, JsonRows rows) {
        Principal asks = session.roles.current();
        for (RouterSession s : session.desk.all()) {
            SessionInfo i = SessionReport.of(s);
            boolean seen = s == session || asks.superuser() || i.user().equals(asks.name());
            TlsState tls = seen ? s.connection.tls() : null;
            List<X509Certificate> chain = tls == null ? List.of() : tls.peerCertificates();
            X509Certificate own = chain.isEmpty() ? null : chain.get(0);
            rows.row(
                    (long) i.id(),
                    seen ? LiveRows.bit(tls != null) : null,
                    tls == null ? null : tls.protocol(),
                    tls == null ? null : tls.cipher(),
                    tls == null ? null : bits(tls.cipher()),
                    own == null ? null : name(own.getSubjectX500Principal()),
                    own == null ? null : own.getSerialNumber().toString(),
                    own == null ? null : name(own.getIssuerX500Principal()));
        }
    }

    /** Of the key that the suite's cipher takes; null for one that is not known. */
    private static Long bits(String suite) {
        if (suite.contains("256_GCM") || suite.contains("CHACHA20") || suite.contains("AES_256")) {
            return 256L;
        }
        return suite.contains("AES_128") ? (Long) 128L : null;
    }

    /** "/CN=alice/O=example", in the order of the certificate. */
    private static String name(X500Principal who) {
        try {
            StringBuilder s = new StringBuilder();
            for (Rdn part : new LdapName(who.getName(X500Principal.RFC2253)).getRdns()) {
                s.append('/').append(part.getType()).append('=').append(part.getValue());
            }
            return s.toString();
        } catch (InvalidNameException e) {
            throw new IllegalStateException(e);
        }
    }
}
