package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundWindow;

/**
 * What does not change from row to row of a frame.
 *
 * @param unit what is counted
 * @param from where it begins
 * @param to where it ends
 * @param exclusion what is left out
 * @param kind of the key whose distances are counted; OTHER for none
 * @param descending whether the largest key comes first
 * @param nullsFirst where NULL goes
 * @param keys how many keys the rows are in the order of
 */
record FrameShape(
        BoundWindow.Unit unit,
        BoundWindow.Bound from,
        BoundWindow.Bound to,
        BoundWindow.Exclusion exclusion,
        TypeKind kind,
        boolean descending,
        boolean nullsFirst,
        int keys) {
    /** As it travels to the function. */
    String text() {
        return String.join(
                " ",
                unit.name(),
                from.name(),
                to.name(),
                exclusion.name(),
                kind.name(),
                Boolean.toString(descending),
                Boolean.toString(nullsFirst),
                Integer.toString(keys));
    }

    static FrameShape of(String text) {
        String[] p = text.split(" ");
        return new FrameShape(
                BoundWindow.Unit.valueOf(p[0]),
                BoundWindow.Bound.valueOf(p[1]),
                BoundWindow.Bound.valueOf(p[2]),
                BoundWindow.Exclusion.valueOf(p[3]),
                TypeKind.valueOf(p[4]),
                Boolean.parseBoolean(p[5]),
                Boolean.parseBoolean(p[6]),
                Integer.parseInt(p[7]));
    }
}
