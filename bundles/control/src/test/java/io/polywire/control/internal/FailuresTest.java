package io.polywire.control.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class FailuresTest {
    @Test
    void givesTheMessageOfTheInnermostCause() {
        IllegalStateException cause = new IllegalStateException("port = 99999 is not allowed: 0 to 65535");

        assertThat(Failures.reason(trace(new RuntimeException("activation failed", cause))))
                .isEqualTo("port = 99999 is not allowed: 0 to 65535");
    }

    @Test
    void givesTheClassWhereThereIsNoMessage() {
        assertThat(Failures.reason(trace(new IllegalStateException()))).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void pointsToTheLogWhereThereIsNothing() {
        assertThat(Failures.reason(null)).contains("see the log");
    }

    private static String trace(Throwable t) {
        StringWriter out = new StringWriter();
        t.printStackTrace(new PrintWriter(out));
        return out.toString();
    }
}
