package io.polywire.itests.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that were written from the published design of r2db2 alone, in the three ways to read it. */
class PublishedDesignIT {
    private static Polywire polywire;

    @BeforeAll
    static void start() {
        polywire = new Polywire();
        Polywire.Result start = polywire.run("start");
        assertThat(start.status()).as(start.all()).isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        polywire.close();
    }

    private static DesignClient open(DesignClient.Style style) throws IOException {
        return new DesignClient(new Socket(InetAddress.getLoopbackAddress(), polywire.port()), style);
    }

    @ParameterizedTest
    @EnumSource(value = DesignClient.Style.class, names = "RAW", mode = EnumSource.Mode.EXCLUDE)
    void authenticatesAndQueries(DesignClient.Style style) throws IOException {
        try (DesignClient client = open(style)) {
            client.send('S', "test", "test");
            assertThat(client.awaitReady()).isTrue();
            conversation(client);
        }
    }

    @ParameterizedTest
    @EnumSource(DesignClient.Style.class)
    void queriesWithoutAuthentication(DesignClient.Style style) throws IOException {
        try (DesignClient client = open(style)) {
            client.send('S');
            assertThat(client.awaitReady()).isFalse();
            if (style == DesignClient.Style.NUL) {
                conversation(client);
            }
        }
    }

    /** One string in the start-up, without an end: the user, whose password is asked for. */
    @Test
    void authenticatesInTheRawStyle() throws IOException {
        try (DesignClient client = open(DesignClient.Style.RAW)) {
            client.send('S', "test");
            DesignClient.Message first = client.receive();
            assertThat(first).isNotNull();
            if (first.type() == 'A') {
                client.send('p', "test");
                assertThat(client.awaitReady()).isTrue();
            } else {
                assertThat(first.type()).isEqualTo('Z');
            }
            conversation(client);
        }
    }

    @Test
    void startsTlsWithTheFirstByte() throws Exception {
        SSLContext tls = SSLContext.getInstance("TLS");
        tls.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
        SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), polywire.port());
        socket.startHandshake();
        try (DesignClient client = new DesignClient(socket, DesignClient.Style.NUL)) {
            client.send('S', "test", "test");
            assertThat(client.awaitReady()).isTrue();
            conversation(client);
        }
    }

    @Test
    void isToldWhenThePasswordIsWrong() throws IOException {
        try (DesignClient client = open(DesignClient.Style.NUL)) {
            client.send('S', "test", "wrong");
            DesignClient.Message message = client.receive();
            while (message != null && message.type() == 'A') {
                message = client.receive();
            }
            assertThat(message).isNotNull();
            assertThat(message.type()).isEqualTo('E');
            assertThat(client.receive()).isNull();
        }
    }

    private static void conversation(DesignClient client) throws IOException {
        assertThat(client.query("select 1, 'two', null")).containsExactly("1|two|NULL", "C SELECT 1");
        assertThat(client.query("select no_such_column"))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("E ");
        assertThat(client.query("select 'goes on'")).containsExactly("goes on", "C SELECT 1");
        client.send('X');
        assertThat(client.receive()).isNull();
    }

    /** The test's server has a certificate that nobody signed. */
    private static final class TrustsAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // never asked: this is a client
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // whoever it is
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
