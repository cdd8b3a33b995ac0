package io.polywire.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class FilterPropertiesTest {
    @Property(tries = 500)
    void whatIsWrittenIsRead(@ForAll("filters") Filter filter) {
        assertThat(FilterParser.parse(written(filter))).isEqualTo(filter);
    }

    @Property(tries = 1000)
    void anyTextIsReadOrRefused(@ForAll String text) {
        try {
            assertThat(FilterParser.parse(text)).isNotNull();
        } catch (QueryException refused) {
            assertThat(refused.code()).isIn(QueryException.FORMAT, QueryException.OPERATOR, QueryException.TOO_LONG);
        }
    }

    @Property(tries = 500)
    void aLiteralIsTheValueToSqlite(@ForAll String text) throws SQLException {
        // half of a pair is no text that UTF-8 can hold
        String value = text.chars()
                .filter(c -> !Character.isSurrogate((char) c) && c != 0 && c != ';')
                .mapToObj(c -> Character.toString((char) c))
                .collect(Collectors.joining());
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                PreparedStatement same = connection.prepareStatement("SELECT ? IS " + Query.literal(value))) {
            try (ResultSet rows = statement.executeQuery("SELECT " + Query.literal(value))) {
                assertThat(rows.getString(1)).isEqualTo(value);
            }
            same.setString(1, value);
            try (ResultSet rows = same.executeQuery()) {
                assertThat(rows.getBoolean(1)).isTrue();
            }
        }
    }

    @Provide
    Arbitrary<Filter> filters() {
        Arbitrary<Filter.Term> term = Combinators.combine(
                        Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8),
                        Arbitraries.of("=", "!=", "<", ">", "~"),
                        Arbitraries.strings()
                                .withChars("abz09_ -.:?\\/'\"@%{}$é")
                                .ofMinLength(1)
                                .ofMaxLength(8))
                .as(Filter.Term::new);
        return Arbitraries.recursive(
                () -> term.map(Filter.class::cast),
                inner -> Arbitraries.oneOf(
                        inner.list().ofMinSize(2).ofMaxSize(3).map(parts -> (Filter) new Filter.And(parts)),
                        inner.list().ofMinSize(2).ofMaxSize(3).map(parts -> (Filter) new Filter.Or(parts))),
                0,
                3);
    }

    /** With parentheses around every part that is no term. */
    private static String written(Filter filter) {
        if (filter instanceof Filter.Term term) {
            return term.field() + term.operator() + term.value();
        }
        boolean or = filter instanceof Filter.Or;
        List<Filter> parts = or ? ((Filter.Or) filter).parts() : ((Filter.And) filter).parts();
        return parts.stream()
                .map(part -> part instanceof Filter.Term ? written(part) : "(" + written(part) + ")")
                .collect(Collectors.joining(or ? "," : ";"));
    }
}
