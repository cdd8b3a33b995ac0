package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.TableIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The operators by which the columns of a foreign key are compared (ATAddForeignKeyConstraint of tablecmds.c): those that the
 * operator family of the key has for the two types; where it has none for them, the value is brought to the key's type.
 *
 * @param referring of a referring column and another such
 */
record ForeignKeyOperators(List<Long> between, List<Long> referred, List<Long> referring) {
    private static final long EQUAL = 3;

    /** Family, left and right type. */
    private record Pair(long family, long left, long right) {}

    private static final Map<Pair, Long> OPERATORS = new HashMap<>();
    /** Family and input type of an operator class. */
    private static final Map<Long, long[]> CLASSES = new HashMap<>();

    static {
        CatalogData.Definition m = CatalogData.definition("pg_catalog", "pg_amop");
        long btree = IndexClasses.numberOf("btree");
        for (Object[] r : CatalogData.rows("pg_amop")) {
            if ((Long) r[m.index("amopmethod")] == btree && (Long) r[m.index("amopstrategy")] == EQUAL) {
                Pair pair = new Pair((Long) r[m.index("amopfamily")], (Long) r[m.index("amoplefttype")], (Long)
                        r[m.index("amoprighttype")]);
                OPERATORS.put(pair, (Long) r[m.index("amopopr")]);
            }
        }
        CatalogData.Definition c = CatalogData.definition("pg_catalog", "pg_opclass");
        for (Object[] r : CatalogData.rows("pg_opclass")) {
            CLASSES.put((Long) r[0], new long[] {(Long) r[c.index("opcfamily")], (Long) r[c.index("opcintype")]});
        }
    }

    /** Those of a key; null where one is not known. */
    static ForeignKeyOperators of(TableConstraint key, Relation r, CatalogSnapshot catalog) {
        Relation other = catalog.relation(key.reference().tableId());
        if (other == null) {
            return null;
        }
        ForeignKeyOperators all = new ForeignKeyOperators(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < key.columns().size(); i++) {
            int column = key.reference().columns().get(i);
            long to = type(column, other, catalog);
            // a key whose index has another class than the usual one is none that a foreign key can refer to here
            long[] of = CLASSES.get(IndexClasses.number("btree", to, null));
            Long referred = of == null ? null : OPERATORS.get(new Pair(of[0], of[1], of[1]));
            if (referred == null) {
                return null;
            }
            long from = type(key.columns().get(i), r, catalog);
            Long between = OPERATORS.get(new Pair(of[0], of[1], from));
            Long referring = OPERATORS.get(new Pair(of[0], from, from));
            boolean both = between != null && referring != null;
            all.referred().add(referred);
            all.between().add(both ? between : referred);
            all.referring().add(both ? referring : referred);
        }
        return all;
    }

    private static long type(int column, Relation r, CatalogSnapshot catalog) {
        return IndexKeys.classType(new TableIndex.Key(column, null, false, false), r, catalog);
    }
}
