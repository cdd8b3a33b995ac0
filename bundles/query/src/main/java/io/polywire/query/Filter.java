package io.polywire.query;

import java.util.List;

/** A condition as its text said it. */
sealed interface Filter {
    /** All of them hold. */
    record And(List<Filter> parts) implements Filter {}

    /** One of them holds. */
    record Or(List<Filter> parts) implements Filter {}

    /** A field, one of {@code = != < > ~}, and a value. */
    record Term(String field, String operator, String value) implements Filter {}
}
