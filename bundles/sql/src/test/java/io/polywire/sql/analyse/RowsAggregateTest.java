package io.polywire.sql.analyse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.AggregateFunction;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.session.Parameters;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rows of a query as one value: never more than memory is meant for. */
class RowsAggregateTest {
    private record OneText(String text) implements FunctionArguments {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Parameters.Kind kind(int i) {
            return Parameters.Kind.UTF8;
        }

        @Override
        public long getLong(int i) {
            throw new IllegalStateException("a text");
        }

        @Override
        public double getDouble(int i) {
            throw new IllegalStateException("a text");
        }

        @Override
        public String getText(int i) {
            return text;
        }

        @Override
        public byte[] getBytes(int i) {
            throw new IllegalStateException("a text");
        }
    }

    @Test
    void tooManyRowsAreRefused() {
        AggregateFunction.Accumulator rows =
                RowsAggregate.of(List.of(Type.of(TypeKind.TEXT, "text"))).begin();
        FunctionArguments million = new OneText("x".repeat(1 << 20));
        for (int i = 0; i < 63; i++) {
            rows.add(million);
        }
        assertThatThrownBy(() -> rows.add(million))
                .isInstanceOfSatisfying(
                        SqlFailure.class, f -> assertThat(f.kind()).isEqualTo(FailureKind.LIMIT));
    }
}
