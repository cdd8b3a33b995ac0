package io.polywire.sql.catalog;

import java.util.Set;

/**
 * Types of front dialects that are of no kind that storages know. A storage declares a column of one by its name and {@link
 * #SUFFIX}, and keeps its values as they come; the dialect reads the declaration again.
 */
public final class OtherTypes {
    /** What stands behind the name in a declaration. */
    public static final String SUFFIX = "_blob";

    /** Their names. */
    public static final Set<String> NAMES = Set.of(
            "money",
            "inet",
            "cidr",
            "macaddr",
            "macaddr8",
            "name",
            "char",
            "oid",
            "xid",
            "xid8",
            "tid",
            "cid",
            "jsonpath",
            "regclass",
            "regtype",
            "regproc",
            "regprocedure",
            "regoper",
            "regoperator",
            "regnamespace",
            "regrole",
            "regcollation",
            "regconfig",
            "regdictionary");

    private OtherTypes() {}
}
