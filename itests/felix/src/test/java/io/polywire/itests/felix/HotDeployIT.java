package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A protocol of a third party comes, is replaced and goes, while another listener carries traffic. */
class HotDeployIT {
    /** One second is promised; a busy machine gets three times as much. */
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(3);

    private static final String SLOW =
            "with recursive c(x) as (select 1 union all select x + 1 from c where x < 2000000) select count(*) from c";

    @RegisterExtension
    static final PolywireExtension POLYWIRE = new PolywireExtension();

    private Path deployed;

    @AfterEach
    void leave() throws Exception {
        if (deployed != null) {
            Files.deleteIfExists(deployed);
        }
        POLYWIRE.unconfigure("io.polywire.net-lines");
        Awaitility.await("the listener is gone")
                .atMost(Duration.ofSeconds(20))
                .until(() -> POLYWIRE.status().parts().stream()
                        .noneMatch(p -> p.name().equals("lines") || p.name().startsWith("org.example")));
    }

    @Test
    void opensItsPortWithinASecond() throws Exception {
        POLYWIRE.configure("io.polywire.net-lines", "protocol = lines", "port = 0", "auth = none");
        POLYWIRE.awaitState("listener", "lines", "down");

        long start = System.nanoTime();
        deployed = POLYWIRE.deploy(PolywireExtension.example("protocol"), "lines.jar");
        int port = POLYWIRE.port("lines");
        long millis = Duration.ofNanos(System.nanoTime() - start).toMillis();
        System.out.println("A protocol dropped into deploy/ had its port open after " + millis + " ms");

        assertThat(millis).isLessThan(OPEN_LIMIT.toMillis());
        try (Lines lines = new Lines(port)) {
            assertThat(lines.line()).isEqualTo("READY");
            assertThat(lines.ask("select 1, 'two', null")).containsExactly("1\ttwo\tNULL", "OK SELECT 1");
            assertThat(lines.ask("select no_such_column"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .startsWith("ERROR 42");
        }
    }

    @Test
    void isReplacedAndRemovedWhileAnotherListenerServes() throws Exception {
        try (Traffic traffic = new Traffic(POLYWIRE.port("r2db2"))) {
            POLYWIRE.configure(
                    "io.polywire.net-lines", "protocol = lines", "port = 0", "auth = none", "drain.ms = 500");
            deployed = POLYWIRE.deploy(PolywireExtension.example("protocol"), "lines.jar");
            int first = POLYWIRE.port("lines");
            TreeSet<String> threads = threads();
            try (Lines lines = new Lines(first)) {
                assertThat(lines.line()).isEqualTo("READY");

                long before = POLYWIRE.bundleOf("org.example.protocol").getLastModified();
                POLYWIRE.deploy(PolywireExtension.example("protocol"), "lines.jar");
                Awaitility.await("the bundle is replaced")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> POLYWIRE.bundleOf("org.example.protocol").getLastModified() > before);

                // told why, then closed
                assertThat(lines.answer()).last().asString().startsWith("BYE");
                assertThat(lines.line()).isNull();
            }
            int second = POLYWIRE.port("lines");
            try (Lines lines = new Lines(second)) {
                assertThat(lines.line()).isEqualTo("READY");
            }
            traffic.awaitProgress();

            Files.delete(deployed);
            POLYWIRE.awaitState("listener", "lines", "down");
            assertThatThrownBy(() -> new Lines(second)).isInstanceOf(ConnectException.class);
            assertThat(POLYWIRE.framework().getBundles())
                    .noneMatch(b -> "org.example.protocol".equals(b.getSymbolicName()));
            assertThat(threads).containsAll(threads());
            traffic.awaitProgress();
        }
    }

    @Test
    void whatRunsWhenItGoesEndsOrIsTold() throws Exception {
        POLYWIRE.configure("io.polywire.net-lines", "protocol = lines", "port = 0", "auth = none", "drain.ms = 5000");
        deployed = POLYWIRE.deploy(PolywireExtension.example("protocol"), "lines.jar");
        try (Lines running = new Lines(POLYWIRE.port("lines"));
                Lines idle = new Lines(POLYWIRE.port("lines"))) {
            assertThat(running.line()).isEqualTo("READY");
            assertThat(idle.line()).isEqualTo("READY");
            running.send(SLOW);

            Files.delete(deployed);

            assertThat(idle.answer()).last().asString().startsWith("BYE");
            List<String> answer = running.answer();
            if (!answer.get(answer.size() - 1).startsWith("ERROR 57")) {
                assertThat(answer).containsExactly("2000000", "OK SELECT 1");
            }
            assertThat(running.answer()).last().asString().matches("BYE.*|END");
        }
        POLYWIRE.awaitState("listener", "lines", "down");
    }

    /** Names of threads, without the numbers that pools count up. */
    private static TreeSet<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(t -> t.getName().replaceAll("\\d+", "#"))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
