package io.polywire.itests.r2db2.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortsTest {
    /** Nothing listens on one until its server has started. */
    @Test
    void none_is_given_twice() {
        assertThat(IntStream.range(0, 1000).map(i -> Ports.free())).doesNotHaveDuplicates();
    }
}
