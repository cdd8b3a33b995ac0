package io.polywire.itests.r2db2.extension;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.itests.r2db2.server.SharedServer;
import io.polywire.itests.r2db2.wire.DesignClient;
import io.polywire.itests.r2db2.wire.Frame;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

@DisplayName("R14 R35: what a client may switch on by an option, byte by byte as the README says")
class OptionsIT {
    @RegisterExtension
    static final SharedServer SHARED = new SharedServer();

    @Test
    @DisplayName("errors=fields: severity, SQLSTATE, position")
    void errorFields() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "errors", "fields")) {
            client.ask("select 1; select ü, wrong;");
            client.expect('D');
            client.expect('C');
            Frame error = client.expect('E');
            assertThat(error.words()).startsWith("no such column: ü").contains("SERROR ", "C42703 ");
            assertThat(error.payload()[error.payload().length - 1]).isZero();
            client.ask("select 1; select 2; select 'ü' from from");
            for (char type : "DCDC".toCharArray()) {
                client.expect(type);
            }
            assertThat(client.expect('E').words()).contains("C42601 ");
            client.ask("select 1; select 2; select 'open");
            assertThat(client.expect('D').cells()).hasSize(1);
            client.expect('C');
            client.expect('D');
            client.expect('C');
            // "'" is the 28th character of the whole text
            assertThat(client.expect('E').words()).contains("C42601 ").contains("P28 ");
        }
    }

    @Test
    @DisplayName("describe=1 and ready=every: T before the rows, Z with the state of the transaction after each reply")
    void describeAndReady() throws IOException {
        try (DesignClient client = DesignClient.ready(SHARED.port(), "describe", "1", "ready", "every")) {
            client.ask("select 1 as one, 'x' as two");
            ByteBuffer columns = ByteBuffer.wrap(client.expect('T').payload());
            assertThat(columns.getInt()).isEqualTo(2);
            client.expect('D');
            client.expect('C');
            assertThat(client.expect('Z').words()).contains("transaction I");
            client.ask("begin");
            client.expect('C');
            assertThat(client.expect('Z').words()).contains("transaction T");
            client.ask("oops");
            client.expect('E');
            client.expect('Z');
            client.ask("rollback");
            client.expect('C');
            assertThat(client.expect('Z').words()).contains("transaction I");
        }
    }

    @Test
    @DisplayName("cancel=1: the session's key cancels from another connection, a wrong secret does not")
    void cancel() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "cancel", "1");
            byte[] key = client.expect('K').payload();
            assertThat(key).hasSize(12);
            client.expect('Z');
            client.ask("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n");
            byte[] wrong = key.clone();
            wrong[11] ^= 1;
            for (byte[] secret : List.of(wrong, key)) {
                try (DesignClient canceller = new DesignClient(SHARED.port())) {
                    canceller.send('k', secret);
                    canceller.expectEnd();
                }
                if (secret == wrong) {
                    client.socket().setSoTimeout(300);
                    org.assertj.core.api.Assertions.assertThatThrownBy(client::read)
                            .isInstanceOf(java.net.SocketTimeoutException.class);
                    client.socket().setSoTimeout(20_000);
                }
            }
            assertThat(client.expectError()).contains("cancel");
            assertThat(client.query("select 1").rows()).containsExactly(List.of("1"));
        }
    }

    @Test
    @DisplayName("an unknown dialect fails the start-up")
    void dialect() throws IOException {
        try (DesignClient client = new DesignClient(SHARED.port())) {
            client.startUp("", "", "dialect", "klingon");
            assertThat(client.expectError()).contains("klingon");
            client.expectEnd();
        }
    }
}
