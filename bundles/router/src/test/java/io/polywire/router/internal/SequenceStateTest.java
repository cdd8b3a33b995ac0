package io.polywire.router.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.sql.catalog.SequenceDefinition;
import org.junit.jupiter.api.Test;

/** What of a sequence is written down, by several commits one behind the other. */
class SequenceStateTest {
    private static final SequenceDefinition UP = definition();

    private static SequenceDefinition definition() {
        return new SequenceDefinition("int8", 1, 1, 1, Long.MAX_VALUE, 1, false, 0, 0, false, 1, false);
    }

    @Test
    void aLaterCommitDoesNotTakeBackTheRoomOfAnEarlierOne() {
        SequenceState state = new SequenceState(1, false);
        SequenceState.Taken first = state.take("s", UP);
        SequenceState.Mark roomy = state.mark(UP, 32);
        state.kept(roomy);
        // taken without a commit of its own, since there is room
        SequenceState.Taken second = state.take("s", UP);
        assertThat(state.covers(second.calls())).isTrue();
        SequenceState.Mark exact = state.mark(UP, 0);
        assertThat(exact.value()).isEqualTo(roomy.value()).isGreaterThanOrEqualTo(second.first());
        state.kept(exact);
        SequenceState.Taken third = state.take("s", UP);
        assertThat(state.covers(third.calls())).isTrue();
        assertThat(exact.value()).isGreaterThanOrEqualTo(third.first());
        assertThat(first.first()).isEqualTo(1);
    }

    @Test
    void whatIsSetIsWrittenDownThoughItIsLess() {
        SequenceState state = new SequenceState(1, false);
        state.take("s", UP);
        state.kept(state.mark(UP, 32));
        state.set(5, true);
        assertThat(state.mark(UP, 0).value()).isEqualTo(5);
    }
}
