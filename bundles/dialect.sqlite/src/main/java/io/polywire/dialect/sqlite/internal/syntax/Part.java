package io.polywire.dialect.sqlite.internal.syntax;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A part of a statement, and where it stands in the statement's text. */
public interface Part {
    /** Offset of its first character. */
    int start();

    /** Offset behind its last character. */
    int end();

    /** The parts that it is made of, in the order in which they stand; they do not overlap. */
    List<Part> parts();

    /** Parts, or collections of them, in one list; what is null is left out. */
    static List<Part> list(Object... parts) {
        List<Part> out = new ArrayList<>();
        for (Object p : parts) {
            if (p instanceof Part one) {
                out.add(one);
            } else if (p instanceof Collection<?> many) {
                many.forEach(m -> out.addAll(list(m)));
            }
        }
        return out;
    }
}
