package io.polywire.sql.right;

import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/**
 * The types that a change of the schema names in what it keeps, of which it needs USAGE: those of columns and parameters, and
 * since PostgreSQL 15's later releases also those in expressions and queries that are kept.
 */
public final class NamedTypes {
    private NamedTypes() {}

    /** Their names in order. */
    public static List<TypeName> of(Record tree) {
        List<TypeName> all = new ArrayList<>();
        new TreeParts() {
            @Override
            protected boolean enter(Record part, Record parent, String component) {
                if (part instanceof TypeName t) {
                    if (!t.builtin() && !t.ofColumn()) {
                        all.add(t);
                    }
                    return false;
                }
                // an object that is named is there; what computes new values is not kept
                boolean using = parent instanceof AlterTableAction.SetType && component.equals("using");
                return !(part instanceof ObjectReference) && !using;
            }
        }.walk(tree);
        return all;
    }
}
