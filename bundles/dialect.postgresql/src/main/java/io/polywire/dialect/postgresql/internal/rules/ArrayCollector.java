package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.ArrayValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Puts arrays of one shape together into one with a dimension more. */
final class ArrayCollector {
    private final String mismatch;
    private final String detail;
    private final boolean emptyAllowed;
    private ArrayValue first;
    private int count;
    private boolean empty;
    private final List<String> elements = new ArrayList<>();

    ArrayCollector(String mismatch, String detail, boolean emptyAllowed) {
        this.mismatch = mismatch;
        this.detail = detail;
        this.emptyAllowed = emptyAllowed;
    }

    void add(ArrayValue a) {
        if (a.count() == 0) {
            if (!emptyAllowed) {
                throw SqlFailure.build(FailureKind.DATA, "cannot accumulate empty arrays")
                        .sqlState("2202E")
                        .build();
            }
            empty = true;
        } else if (first == null) {
            if (a.dimensions() == ArrayValue.MOST_DIMENSIONS) {
                throw ArrayValue.tooDeep(a.dimensions() + 1);
            }
            first = a;
        } else if (!Arrays.equals(first.sizes(), a.sizes())) {
            throw wrong();
        }
        if (empty && first != null) {
            throw wrong();
        }
        count++;
        elements.addAll(a.elements());
    }

    private SqlFailure wrong() {
        return SqlFailure.build(FailureKind.DATA, mismatch)
                .sqlState("2202E")
                .detail(detail)
                .build();
    }

    ArrayValue array() {
        if (first == null) {
            return ArrayValue.EMPTY;
        }
        int[] sizes = new int[first.dimensions() + 1];
        int[] lower = new int[sizes.length];
        sizes[0] = count;
        lower[0] = 1;
        System.arraycopy(first.sizes(), 0, sizes, 1, first.dimensions());
        System.arraycopy(first.lowers(), 0, lower, 1, first.dimensions());
        return new ArrayValue(sizes, lower, elements);
    }
}
