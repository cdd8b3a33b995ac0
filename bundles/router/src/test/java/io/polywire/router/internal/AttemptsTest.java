package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AttemptsTest {
    private static final SocketAddress PEER = new InetSocketAddress("192.0.2.1", 1000);
    private static final SocketAddress OTHER = new InetSocketAddress("192.0.2.2", 1000);

    private final AtomicLong millis = new AtomicLong();
    private final Attempts attempts = new Attempts(
            new Attempts.Limits(6, 3, 60_000, 1_000, 3_000, 400, List.of(Network.parse("loopback")), 200), millis::get);

    @Test
    void bansAUserFromAnAddressAndLongerEachTime() {
        assertThat(attempts.failed(PEER, "anna").banned()).isNull();
        assertThat(attempts.failed(PEER, "anna").banned()).isNull();
        Attempts.Verdict third = attempts.failed(PEER, "anna");
        assertThat(third.banned()).isEqualTo("the user from this address");
        assertThat(third.banMillis()).isEqualTo(1_000);
        assertThat(attempts.banned(PEER, "anna")).isTrue();
        assertThat(attempts.banned(PEER, "bert")).isFalse();
        assertThat(attempts.banned(OTHER, "anna"))
                .as("nobody can keep a user out")
                .isFalse();
        millis.set(1_000);
        assertThat(attempts.banned(PEER, "anna")).isFalse();
        // the window of the address is made new, so that only the pair is banned again
        millis.set(61_000);
        attempts.failed(PEER, "anna");
        attempts.failed(PEER, "anna");
        assertThat(attempts.failed(PEER, "anna").banMillis()).isEqualTo(2_000);
    }

    @Test
    void bansAnAddressThatTriesManyUsers() {
        for (int i = 0; i < 5; i++) {
            assertThat(attempts.failed(PEER, "user" + i).banned()).isNull();
        }
        assertThat(attempts.failed(PEER, "user5").banned()).isEqualTo("the address");
        assertThat(attempts.banned(PEER, "anna")).isTrue();
        assertThat(attempts.banned(OTHER, "anna")).isFalse();
    }

    @Test
    void takesTheBlockOfAnIpv6ClientAsOne() {
        for (int i = 0; i < 6; i++) {
            attempts.failed(new InetSocketAddress("2001:db8:0:1::" + i, 1), "user" + i);
        }
        assertThat(attempts.banned(new InetSocketAddress("2001:db8:0:1:ffff::9", 1), "anna"))
                .isTrue();
        assertThat(attempts.banned(new InetSocketAddress("2001:db8:0:2::1", 1), "anna"))
                .isFalse();
    }

    @Test
    void forgetsAfterTheWindowAndAfterALogIn() {
        attempts.failed(PEER, "anna");
        attempts.failed(PEER, "anna");
        millis.set(60_000);
        assertThat(attempts.failed(PEER, "anna").banned()).isNull();
        attempts.failed(PEER, "anna");
        attempts.succeeded(PEER, "anna");
        assertThat(attempts.failed(PEER, "anna").banned()).isNull();
    }

    @Test
    void delaysTheRefusalsOfAUserFromWhateverAddress() {
        long[] delays = new long[8];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = attempts.failed(new InetSocketAddress("192.0.2." + i, 1), "anna")
                    .delayMillis();
        }
        assertThat(delays).containsExactly(0, 0, 0, 50, 100, 200, 400, 400);
    }

    @Test
    void neverBansWhatIsExempt() {
        SocketAddress here = new InetSocketAddress("127.0.0.1", 1);
        for (int i = 0; i < 100; i++) {
            attempts.failed(here, "anna");
        }
        assertThat(attempts.banned(here, "anna")).isFalse();
    }

    @Test
    void remembersNoMoreThanItMay() {
        for (int i = 0; i < 100_000; i++) {
            attempts.failed(
                    new InetSocketAddress("10." + (i >> 16) + "." + (i >> 8 & 255) + "." + (i & 255), 1), "u" + i);
        }
        assertThat(attempts.size()).isEqualTo(200);
    }

    @Test
    void networksAreWhatTheySay() {
        assertThat(Network.parse("192.0.2.0/31").contains(PEER)).isTrue();
        assertThat(Network.parse("192.0.2.0/31").contains(OTHER)).isFalse();
        assertThat(Network.parse("192.0.2.2").contains(OTHER)).isTrue();
        assertThat(Network.parse("0.0.0.0/0").contains(OTHER)).isTrue();
        assertThat(Network.parse("::/0").contains(OTHER)).isFalse();
        for (String bad : List.of(
                "localhost",
                "10.0.0.0/33",
                "10.0.0/x",
                "",
                "::/129",
                "1.2.3.4/-1",
                "10",
                "10.1",
                "10/8",
                "10.0.0/24",
                "256.1.1.1",
                "010.0.0.1",
                "1.2.3.4.5",
                "999")) {
            assertThatThrownBy(() -> Network.parse(bad)).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
