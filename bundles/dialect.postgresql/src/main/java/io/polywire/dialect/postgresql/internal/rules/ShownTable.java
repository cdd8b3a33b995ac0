package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.sql.tree.TableReference;
import java.util.ArrayList;
import java.util.List;

/** Something in FROM, a join included, of a query that is shown: an entry of what PostgreSQL calls the range table. */
final class ShownTable {
    /** What it is. */
    enum Kind {
        RELATION,
        QUERY,
        FUNCTION,
        COMMON,
        JOIN
    }

    /** Stands for no column of an input. */
    static final int NONE = -1;

    final TableReference node;
    final Kind kind;
    /** The name that the query gives it; null if it gives none. */
    final String alias;
    /** Names that the query gives its first columns. */
    final List<String> given;
    /** Names that its columns have by themselves. */
    final List<String> own;
    /** Names that its columns have in what is kept. */
    final List<String> read;

    final List<Type> types;
    /** What stands in FROM for it, without a name; null for a join and for what is a query or a call. */
    final String written;
    /** What PostgreSQL calls it; null for a join without a name. */
    String shown;
    /** What PostgreSQL calls its columns; null until that is settled. */
    String[] names;
    /** Whether the names of the columns have to be written. */
    boolean listed;
    /** The type of a row as a whole; null where nothing here tells. */
    Type row;
    /** Names by which joins around it join. */
    List<String> around = List.of();
    /** Whether a function has to be told to see what stands before it. */
    boolean lateral;

    // --- of a join

    ShownTable left;
    ShownTable right;
    /** Names of the columns that it puts together, as they are kept. */
    List<String> using = List.of();
    /** The same as PostgreSQL calls them. */
    final List<String> assigned = new ArrayList<>();
    /** For each column, which of the left input it is or has in it. */
    int[] lefts;
    /** And which of the right one. */
    int[] rights;
    /** For each column, whether it is nothing but that of an input. */
    boolean[] plain;
    /** For each column, whether it is that of the right input. */
    boolean[] ofRight;

    ShownTable(
            TableReference node,
            Kind kind,
            String alias,
            List<String> given,
            List<String> own,
            List<Type> types,
            String written) {
        ShownExpressions.requirePlain(given.size() <= own.size() && own.size() == types.size());
        this.node = node;
        this.kind = kind;
        this.alias = alias;
        this.given = given;
        this.own = own;
        this.types = types;
        this.written = written;
        List<String> all = new ArrayList<>(given);
        all.addAll(own.subList(given.size(), own.size()));
        this.read = all;
    }

    /** What PostgreSQL calls a column, or what it is called in what is kept until that is settled. */
    String name(int i) {
        return names == null || names[i] == null ? read.get(i) : names[i];
    }

    /** Whether it is a join that hides nothing of what it joins. */
    boolean isOpen() {
        return kind == Kind.JOIN && alias == null;
    }

    /** The names of its columns behind its own, where they have to be written. */
    String list() {
        return listed ? ShownFrom.list(List.of(names)) : "";
    }
}
