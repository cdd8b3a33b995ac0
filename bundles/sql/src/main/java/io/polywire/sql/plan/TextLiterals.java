package io.polywire.sql.plan;

import io.polywire.api.type.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The constants of a statement's text that could be values of parameters: statements that differ in such constants alone
 * then share a plan. Made by a dialect, which names each with the type that it has by its form, UNKNOWN for a text in
 * quotes. Confined to one preparation.
 */
public final class TextLiterals {
    /** The most that are told apart; a text with more is planned as it is. */
    public static final int MOST = 64;

    private static final char NUMBER = '\u0001';
    private static final char TEXT = '\u0002';

    private final String text;
    private final int[] starts = new int[MOST];
    private final int[] ends = new int[MOST];
    private final List<Type> types = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /** None so far. */
    public TextLiterals(String text) {
        this.text = text;
    }

    /**
     * Adds one behind the last.
     *
     * @param start its first character, from 0
     * @param end the character behind its last
     * @param value a Long, or a String
     * @return false if there are {@link #MOST}
     */
    public boolean add(int start, int end, Type type, Object value) {
        int n = types.size();
        if (n == MOST) {
            return false;
        }
        starts[n] = start;
        ends[n] = end;
        types.add(type);
        values.add(value);
        return true;
    }

    /** How many there are. */
    public int size() {
        return types.size();
    }

    /** The set (one bit each) of those that begin at one of these places. */
    public long at(java.util.Set<Integer> places) {
        long set = 0;
        for (int i = 0; i < size(); i++) {
            if (places.contains(starts[i])) {
                set |= 1L << i;
            }
        }
        return set;
    }

    /** The text without the constants: what all statements have in common that differ in nothing else. */
    public String shape() {
        StringBuilder out = new StringBuilder(text.length());
        int from = 0;
        for (int i = 0; i < size(); i++) {
            out.append(text, from, starts[i]).append(values.get(i) instanceof Long ? NUMBER : TEXT);
            from = ends[i];
        }
        return out.append(text, from, text.length()).toString();
    }

    /**
     * The text with a set of its constants as parameters.
     *
     * @param set one bit each
     */
    public LiftedText lift(long set) {
        StringBuilder out = new StringBuilder(text.length() + 4 * size());
        List<Type> liftedTypes = new ArrayList<>();
        List<Object> liftedValues = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < size(); i++) {
            if ((set >>> i & 1) != 0) {
                liftedTypes.add(types.get(i));
                liftedValues.add(values.get(i));
                // blanks keep it apart from what it touched
                out.append(text, from, starts[i])
                        .append(" $")
                        .append(liftedTypes.size())
                        .append(' ');
                from = ends[i];
            }
        }
        return new LiftedText(out.append(text, from, text.length()).toString(), liftedTypes, liftedValues);
    }
}
