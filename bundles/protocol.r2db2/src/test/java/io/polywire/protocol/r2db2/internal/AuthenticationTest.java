package io.polywire.protocol.r2db2.internal;

import static io.polywire.protocol.r2db2.internal.Frames.concat;
import static io.polywire.protocol.r2db2.internal.Frames.frame;
import static io.polywire.protocol.r2db2.internal.Frames.query;
import static io.polywire.protocol.r2db2.internal.Frames.startup;
import static io.polywire.protocol.r2db2.internal.Frames.utf8;
import static io.polywire.protocol.r2db2.internal.Harness.types;
import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.wire.TlsState;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthenticationTest {
    private static final FakeListener PASSWORD = FakeListener.PLAIN.withAuth("password");

    /** Server's methods, client's wish, user, password; what comes back and what A asks for. */
    @ParameterizedTest
    @CsvSource({
        "none,                '',         '',   '',    Z,  '', 0",
        "none,                '',         test, test,  Z,  '', 0",
        "none,                '',         test, wrong, Z,  '', 0",
        "none,                none,       '',   '',    Z,  '', 0",
        "none,                password,   test, test,  E,  '', 0",
        "password,            '',         test, test,  AZ, 1,  1",
        "password,            '',         test, wrong, AE, 1,  0",
        "password,            '',         '',   '',    A,  1,  0",
        "password,            '',         test, '',    A,  1,  0",
        "password,            none,       '',   '',    E,  '', 0",
        "password,            none,       test, test,  E,  '', 0",
        "password,            password,   test, test,  AZ, 1,  1",
        "password,            kerberos,   test, test,  E,  '', 0",
        "none password,       '',         test, test,  AZ, 1,  1",
        "none password,       '',         test, wrong, AE, 1,  0",
        "none password,       '',         test, '',    Z,  '', 0",
        "none password,       '',         '',   '',    Z,  '', 0",
        "none password,       none,       test, wrong, Z,  '', 0",
        "none password,       password,   '',   '',    A,  1,  0",
        "password token,      token,      '',   '',    A,  2,  0",
        "token,               '',         '',   TOKEN, AZ, 2,  1",
        "token,               '',         x,    TOKEN, AZ, 2,  1",
        "password token,      '',         '',   TOKEN, AZ, 2,  1",
        "password token,      token,      '',   TOKEN, AZ, 2,  1",
        "password token,      token,      TOKEN,'',    AZ, 2,  1",
        "token,               '',         '',   wrong, AE, 2,  0",
        "certificate,         '',         '',   '',    AE, 3,  0",
        "'',                  '',         '',   '',    E,  '', 0",
    })
    void serverModeAndClientWish(
            String methods, String wish, String user, String password, String reply, String asked, int ready) {
        FakeListener listener = FakeListener.PLAIN.withAuth(methods.isEmpty() ? new String[0] : methods.split(" "));
        try (Harness h = new Harness(listener)) {
            String secret = password.replace("TOKEN", FakeGate.TOKEN);
            String name = user.replace("TOKEN", FakeGate.TOKEN);
            List<ServerMessage> replies =
                    h.send(wish.isEmpty() ? startup(name, secret) : startup(name, secret, "auth", wish));
            assertThat(types(replies)).isEqualTo(reply);
            if (reply.startsWith("A")) {
                assertThat(replies.get(0).payload()).containsExactly(Integer.parseInt(asked));
            }
            if (reply.endsWith("Z")) {
                assertThat(replies.get(replies.size() - 1).payload()[0]).isEqualTo((byte) ready);
            }
            assertThat(h.channel.isOpen()).isEqualTo(!reply.endsWith("E"));
        }
    }

    @Test
    void aRefusalSaysWhatIsAccepted() {
        for (String wish : List.of("certificate", "nonsense")) {
            try (Harness h = new Harness(FakeListener.PLAIN.withAuth("token", "password"))) {
                ServerMessage refused = h.send(startup("test", "test", "auth", wish, "errors", "fields"))
                        .get(0);
                assertThat(refused.field('C')).isEqualTo("28000");
                assertThat(refused.field('M'))
                        .isEqualTo(
                                "authentication method \"" + wish + "\" is not offered here; offered: password, token");
                assertThat(h.channel.isOpen()).isFalse();
            }
        }
    }

    @Test
    void aTokenMayBeTheOnlyString() {
        try (Harness h = new Harness(FakeListener.PLAIN.withAuth("token", "password"))) {
            assertThat(types(h.send(frame('S', utf8(FakeGate.TOKEN))))).isEqualTo("AZ");
            assertThat(h.connection.users).containsExactly("token-user");
        }
    }

    @ParameterizedTest
    @CsvSource({"p", "P", "R", "A", "S"})
    void theAnswerComesInAnyOfTheKnownMessages(char type) {
        try (Harness h = new Harness(PASSWORD)) {
            assertThat(types(h.send(startup("test", "")))).isEqualTo("A");
            byte[] payload = type == 'S' ? utf8("test\0test\0") : utf8("test\0");
            assertThat(types(h.send(frame(type, payload)))).isEqualTo("Z");
            assertThat(types(h.send(query("select 1")))).isEqualTo("DC");
        }
    }

    @Test
    void theAnswerIsReadInAnyStyle() {
        for (byte[] payload : List.of(utf8("test"), utf8("test\0"), concat(Frames.int32(4), utf8("test")))) {
            try (Harness h = new Harness(PASSWORD)) {
                assertThat(types(h.send(startup("test", ""), frame('p', payload))))
                        .isEqualTo("AZ");
            }
        }
    }

    @Test
    void aWrongAnswerIsRefusedAndClosed() {
        try (Harness h = new Harness(PASSWORD)) {
            List<ServerMessage> replies = h.send(startup("test", "", "errors", "fields"), frame('p', utf8("no")));
            assertThat(types(replies)).isEqualTo("AE");
            assertThat(replies.get(1).field('C')).isEqualTo("28P01");
            assertThat(h.channel.isOpen()).isFalse();
            assertThat(h.gate.open).hasValue(0);
            assertThat(h.connection.violations).isEmpty();
        }
    }

    @Test
    void oneSurplusAnswerIsCheckedAndDropped() {
        try (Harness h = new Harness(PASSWORD)) {
            byte[] all = concat(startup("test", "test"), frame('p', utf8("test\0")), query("select 1"));
            assertThat(types(h.send(all))).isEqualTo("AZDC");
            assertThat(h.gate.checks).hasValue(2);
            assertThat(h.gate.open).hasValue(0);
            // only one
            assertThat(types(h.send(frame('p', utf8("test\0"))))).isEqualTo("E");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void aWrongSurplusAnswerCloses() {
        try (Harness h = new Harness(PASSWORD)) {
            assertThat(types(h.send(startup("test", "test"), frame('p', utf8("wrong\0")))))
                    .isEqualTo("AZE");
            assertThat(h.channel.isOpen()).isFalse();
        }
    }

    @Test
    void noSurplusBehindAStatementOrAfterAnAnswer() {
        try (Harness h = new Harness(PASSWORD)) {
            h.send(startup("test", "test"), query("select 1"));
            assertThat(types(h.send(frame('p', utf8("test\0"))))).isEqualTo("E");
        }
        try (Harness h = new Harness(PASSWORD)) {
            h.send(startup("test", ""), frame('p', utf8("test\0")));
            assertThat(types(h.send(frame('p', utf8("test\0"))))).isEqualTo("E");
        }
    }

    @Test
    void surplusOfAnAnonymousClientIsDroppedUnchecked() {
        try (Harness h = new Harness(FakeListener.PLAIN.withAuth("none"))) {
            assertThat(types(h.send(startup("test", "test"), frame('p', utf8("wrong")), query("insert"))))
                    .isEqualTo("ZC");
            assertThat(h.gate.secrets).isEmpty();
        }
    }

    @Test
    void prepareIsNoSurplusWhereItIsAMessage() {
        try (Harness h = Harness.started(PASSWORD.withAuth("none"), "extended", "1")) {
            assertThat(types(h.send(Frames.prepare(1, "select 1")))).isEqualTo("t");
        }
    }

    @Test
    void aMechanismMayAskAgain() {
        try (Harness h = new Harness(PASSWORD)) {
            h.gate.asksTwice = true;
            List<ServerMessage> replies = h.send(startup("test", "first"));
            assertThat(types(replies)).isEqualTo("AA");
            assertThat(replies.get(1).payload()).containsExactly(1, 1, 2, 3);
            assertThat(types(h.send(frame('p', utf8("test\0"))))).isEqualTo("Z");
        }
    }

    @Test
    void aCertificateSpeaksForItself() {
        try (Harness h = new Harness(FakeListener.PLAIN.withAuth("none", "certificate"))) {
            h.connection.tls =
                    new TlsState("TLSv1.3", "suite", null, null, List.of(new FakeCertificate()), new byte[0]);
            List<ServerMessage> replies = h.send(frame('S', new byte[0]));
            assertThat(types(replies)).isEqualTo("AZ");
            assertThat(replies.get(0).payload()).containsExactly(3);
            assertThat(h.connection.users).containsExactly("certified");
        }
    }

    @Test
    void secretsAreWipedAndNowhereElse() {
        try (Harness h = new Harness(PASSWORD.withOption("trace", "on"))) {
            byte[] frame = startup("test", "test");
            var buffer = h.channel.alloc().buffer().writeBytes(frame);
            buffer.retain();
            h.channel.writeInbound(buffer);
            h.output();
            assertThat(buffer.getByte(frame.length - 2)).isZero();
            buffer.release();
            assertThat(h.gate.secrets).allMatch(secret -> new String(secret).isBlank() || secret[0] == 0);
            assertThat(h.log.lines).noneMatch(line -> line.contains("test\0"));
        }
    }

    @Test
    void theReplyOfTheGatekeeperMayComeLater() {
        try (Harness h = new Harness(PASSWORD)) {
            ArrayDeque<Runnable> later = new ArrayDeque<>();
            h.gate.executor = later::add;
            assertThat(types(h.send(startup("test", "test"), query("select 1"))))
                    .isEqualTo("A");
            later.remove().run();
            assertThat(types(ServerMessage.parse(h.output()))).isEqualTo("ZDC");
        }
    }

    @Test
    void aClientThatLeavesWhileItIsChecked() {
        ArrayDeque<Runnable> later = new ArrayDeque<>();
        Harness h = new Harness(PASSWORD);
        h.gate.executor = later::add;
        h.send(startup("test", "test"), query("select 1"));
        h.close();
        assertThat(h.gate.open).hasValue(0);
        later.remove().run();
        h.channel.runPendingTasks();
        assertThat(h.desk.requests).isEmpty();
    }

    /** Only its being there counts. */
    private static final class FakeCertificate extends X509Certificate {
        private static final long serialVersionUID = 1L;

        @Override
        public void checkValidity() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkValidity(java.util.Date date) {
            throw new UnsupportedOperationException();
        }

        @Override
        public int getVersion() {
            return 3;
        }

        @Override
        public java.math.BigInteger getSerialNumber() {
            return java.math.BigInteger.ONE;
        }

        @Override
        @SuppressWarnings("deprecation")
        public java.security.Principal getIssuerDN() {
            return null;
        }

        @Override
        @SuppressWarnings("deprecation")
        public java.security.Principal getSubjectDN() {
            return null;
        }

        @Override
        public java.util.Date getNotBefore() {
            return null;
        }

        @Override
        public java.util.Date getNotAfter() {
            return null;
        }

        @Override
        public byte[] getTBSCertificate() {
            return new byte[0];
        }

        @Override
        public byte[] getSignature() {
            return new byte[0];
        }

        @Override
        public String getSigAlgName() {
            return "";
        }

        @Override
        public String getSigAlgOID() {
            return "";
        }

        @Override
        public byte[] getSigAlgParams() {
            return new byte[0];
        }

        @Override
        public boolean[] getIssuerUniqueID() {
            return new boolean[0];
        }

        @Override
        public boolean[] getSubjectUniqueID() {
            return new boolean[0];
        }

        @Override
        public boolean[] getKeyUsage() {
            return new boolean[0];
        }

        @Override
        public int getBasicConstraints() {
            return -1;
        }

        @Override
        public byte[] getEncoded() {
            return new byte[0];
        }

        @Override
        public void verify(java.security.PublicKey key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void verify(java.security.PublicKey key, String provider) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String toString() {
            return "certificate";
        }

        @Override
        public java.security.PublicKey getPublicKey() {
            return null;
        }

        @Override
        public boolean hasUnsupportedCriticalExtension() {
            return false;
        }

        @Override
        public java.util.Set<String> getCriticalExtensionOIDs() {
            return null;
        }

        @Override
        public java.util.Set<String> getNonCriticalExtensionOIDs() {
            return null;
        }

        @Override
        public byte[] getExtensionValue(String oid) {
            return new byte[0];
        }
    }
}
