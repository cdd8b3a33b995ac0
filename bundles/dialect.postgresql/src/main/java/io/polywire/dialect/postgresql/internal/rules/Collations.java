package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.analyse.Place;
import io.polywire.sql.bound.BoundExpression;
import java.util.List;
import java.util.Set;

/**
 * COLLATE. The database's collation is C with the character types of C.UTF-8: the order of code points, which all of these
 * have; what a letter is differs between them.
 */
final class Collations {
    /** Of the same order and the same letters as the database's. */
    private static final Set<String> SAME = Set.of("default", "C.UTF-8", "C.utf8");

    /** Of the same order; letters are those of ASCII. */
    private static final Set<String> ORDERED = Set.of("C", "POSIX", "ucs_basic");

    private Collations() {}

    static BoundExpression of(BoundExpression value, List<String> collation, boolean cased, Place at) {
        String name = collation.get(collation.size() - 1);
        boolean system = collation.size() == 1
                || collation.size() == 2 && collation.get(0).equals("pg_catalog");
        if (!system) {
            throw at.unsupported("a collation of another schema");
        }
        boolean known = SAME.contains(name) || ORDERED.contains(name);
        if (!known && !name.equals("unicode") && !name.endsWith("-x-icu") && !name.matches("[a-z]{2}_[A-Z]{2}.*")) {
            throw at.build(
                            FailureKind.UNDEFINED_OBJECT,
                            "collation \"" + name + "\" for encoding \"UTF8\" does not exist")
                    .build();
        }
        if (!known || cased && ORDERED.contains(name)) {
            throw at.unsupported("collation \"" + name + "\"" + (known ? " in this place" : ""));
        }
        if (!PgTypes.isUnknown(value.type()) && !isCollatable(value)) {
            throw at.failure(
                    FailureKind.TYPE_MISMATCH, "collations are not supported by type " + PgTypes.display(value.type()));
        }
        return PgTypes.isUnknown(value.type()) ? Coercions.implicit(value, PgTypes.TEXT, at) : value;
    }

    private static boolean isCollatable(BoundExpression value) {
        return PgTypes.isText(value.type())
                || value.type().kind() == TypeKind.CHAR
                || value.type().kind() == TypeKind.ARRAY
                        && PgTypes.isText(value.type().element());
    }
}
