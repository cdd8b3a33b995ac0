package io.polywire.dialect.sqlite.internal.pass;

import io.polywire.api.storage.Lease;
import io.polywire.dialect.sqlite.internal.catalog.StoredTexts;
import io.polywire.dialect.sqlite.internal.syntax.Command;
import io.polywire.dialect.sqlite.internal.syntax.Parser;
import io.polywire.dialect.sqlite.internal.syntax.Part;
import io.polywire.dialect.sqlite.internal.syntax.Source;
import io.polywire.sql.catalog.Relation;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What SQLite itself runs in the course of a statement: views and triggers, which know nothing of another dialect. */
final class Views {
    private final Context context;
    private final Lease lease;
    private StoredTexts texts;

    Views(Context context, Lease lease) {
        this.context = context;
        this.lease = lease;
    }

    private StoredTexts texts() {
        if (texts == null) {
            texts = StoredTexts.read(lease);
        }
        return texts;
    }

    /** Names of all tables that stand in a statement, in lower case. */
    static Set<String> names(Part part) {
        Set<String> names = new HashSet<>();
        collect(part, names);
        return names;
    }

    private static void collect(Part part, Set<String> names) {
        if (part instanceof Source.Table t) {
            names.add(Context.lower(t.name()));
        } else if (part instanceof Command.Named n) {
            names.add(Context.lower(n.name()));
        }
        part.parts().forEach(p -> collect(p, names));
    }

    /** The first table of another dialect that stands in a statement or in a view that it reads; null if there is none. */
    Relation other(Part part) {
        return other(names(part), new HashSet<>());
    }

    private Relation other(Set<String> names, Set<String> seen) {
        for (String name : names) {
            if (!seen.add(name)) {
                continue;
            }
            Relation r = context.relation(null, name);
            if (Context.hasOther(r)) {
                return r;
            }
            String view = texts().view(name);
            Relation within = view == null ? null : other(names(Parser.parse(view)), seen);
            if (within != null) {
                return within;
            }
        }
        return null;
    }

    /** Refuses a view of SQLite that reads a table of another dialect, whose columns it would give as they are stored. */
    void refuseOther(String view) {
        String text = texts().view(Context.lower(view));
        if (text != null && other(Parser.parse(text)) != null) {
            throw Context.unsupported("a view of SQLite over a table of another dialect");
        }
    }

    /** Refuses a change of a table whose triggers see, or change, a table of another dialect. */
    void refuseTriggers(Relation table) {
        List<String> triggers = texts().triggers(Context.lower(table.stored()));
        for (String text : triggers) {
            if (Context.hasOther(table) || other(Parser.parse(text)) != null) {
                throw Context.unsupported("a trigger over a table of another dialect");
            }
        }
    }
}
