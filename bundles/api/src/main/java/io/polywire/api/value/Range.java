package io.polywire.api.value;

/**
 * A range of values: integers, dates and times as Long in their carriers, numerics as their text. Made by
 * {@link RangeKind}, which knows their order; immutable.
 *
 * @param lower null where it has no lower bound
 * @param lowerInclusive false where it has none
 * @param upper null where it has no upper bound
 * @param upperInclusive false where it has none
 * @param isEmpty whether there is no value in it; all others are then null and false
 */
public record Range(Object lower, boolean lowerInclusive, Object upper, boolean upperInclusive, boolean isEmpty) {
    /** The range without values. */
    public static final Range EMPTY = new Range(null, false, null, false, true);

    /**
     * One end of a range.
     *
     * @param value null where there is none
     * @param inclusive whether the value itself belongs to the range
     * @param isLower which end
     */
    public record Bound(Object value, boolean inclusive, boolean isLower) {
        /** Whether there is no bound at this end. */
        public boolean isInfinite() {
            return value == null;
        }

        /** Where the values begin or end that this one leaves out. */
        public Bound flipped() {
            return new Bound(value, !inclusive, !isLower);
        }
    }

    /** The lower end. */
    public Bound low() {
        return new Bound(lower, lowerInclusive, true);
    }

    /** The upper end. */
    public Bound high() {
        return new Bound(upper, upperInclusive, false);
    }
}
