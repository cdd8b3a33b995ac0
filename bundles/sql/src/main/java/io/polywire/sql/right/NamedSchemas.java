package io.polywire.sql.right;

import io.polywire.sql.analyse.Analysed;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Schema;
import io.polywire.sql.tree.AlterComposite;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.CreateComposite;
import io.polywire.sql.tree.CreateDomain;
import io.polywire.sql.tree.CreateEnum;
import io.polywire.sql.tree.CreateMaterializedView;
import io.polywire.sql.tree.CreateRoutine;
import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateTableAs;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Delete;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Insert;
import io.polywire.sql.tree.IntoTable;
import io.polywire.sql.tree.LikeTable;
import io.polywire.sql.tree.Locking;
import io.polywire.sql.tree.Merge;
import io.polywire.sql.tree.NamedTable;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.OperatorName;
import io.polywire.sql.tree.Option;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Query;
import io.polywire.sql.tree.QueryBody;
import io.polywire.sql.tree.SequenceOption;
import io.polywire.sql.tree.StatementBody;
import io.polywire.sql.tree.TypeName;
import io.polywire.sql.tree.Update;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The schemas that a statement names with the names of objects, of which it needs USAGE (PostgreSQL 15,
 * LookupExplicitNamespace of src/backend/catalog/namespace.c). Worked out when somebody is asked for the right. Any thread.
 */
public final class NamedSchemas {
    /** None. */
    public static final NamedSchemas NONE = new NamedSchemas(null, List.of(), List.of());

    /**
     * A schema that is named.
     *
     * @param id its number
     * @param name its name
     * @param position where the name that it belongs to stands, from 1; 0 where PostgreSQL does not tell
     */
    public record Named(int id, String name, int position) {}

    private final Record tree;
    private final Collection<Schema> schemas;
    private final List<Analysed.NamedSchema> more;
    private volatile List<Named> list;

    private NamedSchemas(Record tree, Collection<Schema> schemas, List<Analysed.NamedSchema> more) {
        this.tree = tree;
        this.schemas = schemas;
        this.more = more;
    }

    /** Those that a statement names and that are there; what is a session's own is not among them. */
    public static NamedSchemas of(StatementBody tree, CatalogSnapshot catalog) {
        return of(tree, catalog, List.of());
    }

    /** The same with those that constants name. */
    public static NamedSchemas of(StatementBody tree, CatalogSnapshot catalog, List<Analysed.NamedSchema> more) {
        return new NamedSchemas((Record) tree, catalog.schemas(), more);
    }

    /** In the order in which they are asked about: those of tables first. */
    public List<Named> list() {
        List<Named> known = list;
        if (known == null) {
            known = tree == null ? List.of() : found();
            list = known;
        }
        return known;
    }

    private List<Named> found() {
        Map<String, Integer> numbers = new HashMap<>();
        for (Schema s : schemas) {
            if (!CatalogSnapshot.isTemporary(s.id())) {
                numbers.put(s.name(), s.id());
            }
        }
        Finder finder = new Finder(numbers);
        finder.walk(tree);
        finder.ofTables.addAll(finder.others);
        for (Analysed.NamedSchema s : more) {
            if (numbers.containsKey(s.name())) {
                finder.ofTables.add(new Named(numbers.get(s.name()), s.name(), s.position()));
            }
        }
        return List.copyOf(finder.ofTables);
    }

    private static final class Finder extends TreeParts {
        private final Map<String, Integer> numbers;
        private final List<Named> ofTables = new ArrayList<>();
        private final List<Named> others = new ArrayList<>();
        /** How deep the walk is in parts of which errors say where they stand. */
        private int pointed;
        /** Whether the types are those of attributes. */
        private boolean composite;

        Finder(Map<String, Integer> numbers) {
            this.numbers = numbers;
        }

        @Override
        protected boolean enter(Record part, Record parent, String component) {
            if (part instanceof QualifiedName name) {
                name(name, parent, component);
                return false;
            }
            if (part instanceof OperatorName o && !o.schema().isEmpty()) {
                add(o.schema().get(o.schema().size() - 1).name(), o.start(), others);
            }
            if (part instanceof Locking || part instanceof Option) {
                // names of sources, and of options
                return false;
            }
            composite |= part instanceof CreateComposite || part instanceof AlterComposite;
            pointed += isPointed(part) ? 1 : 0;
            if (part instanceof TypeName t && t.name() != null && pointed == 0) {
                boolean told = parent instanceof ColumnDefinition && !composite;
                pointed += told ? 1 : 0;
                name(t.name(), t, "name");
                pointed -= told ? 1 : 0;
                return false;
            }
            return true;
        }

        @Override
        protected void leave(Record part) {
            pointed -= isPointed(part) ? 1 : 0;
        }

        private static boolean isPointed(Record part) {
            return part instanceof Query
                    || part instanceof QueryBody
                    || part instanceof Insert
                    || part instanceof Update
                    || part instanceof Delete
                    || part instanceof Merge
                    || part instanceof Expression
                    || part instanceof LikeTable;
        }

        private void name(QualifiedName name, Record parent, String component) {
            if (isMade(parent, component)) {
                return;
            }
            boolean part = parent instanceof TypeName t && t.ofColumn()
                    || parent instanceof SequenceOption s && s.kind() == SequenceOption.Kind.OWNED_BY
                    || parent instanceof ObjectReference o && o.kind() == ObjectKind.COLUMN && component.equals("name");
            List<Identifier> parts = name.parts();
            int last = parts.size() - (part ? 2 : 1);
            if (last > 0) {
                add(parts.get(last - 1).name(), name.start(), parent instanceof NamedTable ? ofTables : others);
            }
        }

        private void add(String schema, int start, List<Named> to) {
            Integer id = numbers.get(schema);
            if (id != null) {
                to.add(new Named(id, schema, pointed > 0 ? start + 1 : 0));
            }
        }

        /** Whether it is the name of what the statement makes, for which CREATE of the schema is asked. */
        private static boolean isMade(Record parent, String component) {
            return component.equals("name")
                            && (parent instanceof CreateTable
                                    || parent instanceof CreateTableAs
                                    || parent instanceof CreateView
                                    || parent instanceof CreateMaterializedView
                                    || parent instanceof CreateSequence
                                    || parent instanceof CreateEnum
                                    || parent instanceof CreateComposite
                                    || parent instanceof CreateDomain
                                    || parent instanceof CreateRoutine
                                    || parent instanceof IntoTable)
                    || parent instanceof SequenceOption s && s.kind() == SequenceOption.Kind.SEQUENCE_NAME;
        }
    }
}
