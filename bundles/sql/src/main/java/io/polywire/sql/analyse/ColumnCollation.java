package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.QualifiedName;
import java.util.List;
import java.util.Locale;

/**
 * COLLATE of a column, an attribute or a domain. The one that its type has anyway says nothing; another one would go with the
 * column's values through every query, to what tells letters by it, and is refused.
 */
final class ColumnCollation {
    private static final String DEFAULT = "default";

    private ColumnCollation() {}

    /** Checks that of a column, whose failures point at the word. */
    static void check(Analysis analysis, ColumnDefinition c, Type type) {
        if (c.collation() != null) {
            String before = analysis.text().substring(0, c.collation().start()).toLowerCase(Locale.ROOT);
            check(analysis, c.collation(), type, analysis.at(before.lastIndexOf("collate")));
        }
    }

    /** Checks one; null for none. */
    static void check(Analysis analysis, QualifiedName collation, Type type) {
        if (collation != null) {
            try {
                check(analysis, collation, type, analysis.at(collation));
            } catch (SqlFailure f) {
                throw Views.unplaced(f);
            }
        }
    }

    private static void check(Analysis analysis, QualifiedName collation, Type type, Place at) {
        List<String> name = collation.parts().stream().map(Identifier::name).toList();
        TypeRules rules = analysis.rules();
        BoundConstant value = new BoundConstant(null, type);
        rules.collate(value, name, false, at);
        // a type whose own is another one is none of those that a value under it has
        boolean own = collation.last().name().equals(DEFAULT) && rules.hasOwnCollation(type);
        if (!own) {
            throw at.unsupported("a column with collation \"" + collation.last().name() + '"');
        }
    }
}
