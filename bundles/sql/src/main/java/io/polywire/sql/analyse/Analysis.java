package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundSource;
import io.polywire.sql.catalog.CatalogSnapshot;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.SystemRelation;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Part;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SelectItem;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What the parts of one analysis share. Confined to it. */
final class Analysis {
    private final TypeRules rules;
    private final CatalogSnapshot catalog;
    private String text;
    private final LiteralPlaces literals = new LiteralPlaces();
    private Place start;
    private final ExpressionBinder expressions;
    private final QueryBinder queries;
    private final RowLocks locks;
    private final Programs programs;
    private final Recursion.Barred barred = new Recursion.Barred();
    /** For each source its relation, or null for a derived one. */
    private final List<Relation> sources;

    private final Set<Integer> missing = new HashSet<>();
    private final Map<Integer, Scope> owners;
    /** For each source its columns under the names that the statement has for them, alias and all. */
    private final Map<Integer, Map<String, String>> shown;

    /** For each source its alias. */
    private final Map<Integer, String> aliases;
    /** For each source that is a view's query the view. */
    private final Map<Integer, Relation> ofViews;
    /** The views whose queries this one stands in, the innermost last. */
    private final List<Integer> views;
    /** How often views have been put in place of their names. */
    private final int[] expansions;

    private final ViewText viewText;
    /** Schemas of objects that constants of the statement's own text name. */
    private final List<Analysed.NamedSchema> named = new ArrayList<>(0);

    private final String own;
    /** Arguments of the function whose body this is; null for anything else. */
    private List<BoundExpression> arguments;

    /** Whether the text is one of the catalog's, in which functions of users are written with their schemas. */
    private boolean written;

    /** How often each of the arguments was named. */
    private final Map<BoundExpression, Integer> uses = new IdentityHashMap<>();

    private final Map<List<Object>, BoundExpression> calls = new HashMap<>();
    /** Whether it stands in a function that sees what the statement itself has changed so far. */
    private boolean fresh;
    /** What such functions read. */
    private final Set<Relation> readFresh;
    /** Functions of users that the statement calls. */
    private final Set<Routine> routines;
    /** Sources in bodies of functions, which are read with the rights of whoever calls them. */
    private final Set<Integer> invoked;

    Analysis(TypeRules rules, CatalogSnapshot catalog, String text, ParameterTypes parameters) {
        this(rules, catalog, text, parameters, null, List.of(), null);
    }

    private Analysis(
            TypeRules rules,
            CatalogSnapshot catalog,
            String text,
            ParameterTypes parameters,
            Analysis around,
            List<Integer> views,
            ViewText viewText) {
        this.rules = rules;
        this.catalog = catalog;
        this.text = text;
        this.own = around == null ? text : null;
        this.sources = around == null ? new ArrayList<>() : around.sources;
        this.owners = around == null ? new HashMap<>() : around.owners;
        this.shown = around == null ? new HashMap<>() : around.shown;
        this.ofViews = around == null ? new HashMap<>() : around.ofViews;
        this.aliases = around == null ? new HashMap<>() : around.aliases;
        this.expansions = around == null ? new int[1] : around.expansions;
        this.routines = around == null ? new LinkedHashSet<>() : around.routines;
        this.invoked = around == null ? new HashSet<>() : around.invoked;
        this.readFresh = around == null ? new HashSet<>() : around.readFresh;
        this.fresh = around != null && around.fresh;
        this.views = views;
        this.viewText = viewText;
        this.start = new Place(text, 0, parameters, literals, this);
        this.expressions = new ExpressionBinder(this);
        this.queries = new QueryBinder(this);
        this.locks = new RowLocks(this, around == null ? null : around.locks);
        this.programs = around == null ? new Programs(this) : around.programs;
    }

    /** For a text that the catalog keeps: what stands in it becomes a part of the same statement. */
    Analysis of(String keptText) {
        Analysis inner = new Analysis(rules, catalog, keptText, new ParameterTypes(0, List.of()), this, views, null);
        inner.written = true;
        return inner;
    }

    /** The analysis of a view's query within this one: sources are numbered on. It has no parameters. */
    Analysis within(String query, int view) {
        List<Integer> around = new ArrayList<>(views);
        around.add(view);
        Analysis inner = new Analysis(rules, catalog, query, new ParameterTypes(0, List.of()), this, around, null);
        inner.written = true;
        return inner;
    }

    /** The analysis of a function's body within this one; its arguments stand for its parameters. */
    Analysis inRoutine(Routine routine, String query, List<BoundExpression> given, ViewText to) {
        List<Integer> around = new ArrayList<>(views);
        around.add(routine.id());
        Analysis inner = new Analysis(rules, catalog, query, new ParameterTypes(0, List.of()), this, around, to);
        inner.arguments = given;
        inner.fresh |=
                routine.options().getOrDefault(Routine.VOLATILITY, "volatile").equals("volatile");
        inner.written = routine.standard() && to == null;
        routines.add(routine);
        return inner;
    }

    /** The text is one of the catalog's, in which all names are written out. */
    void hasNamesWritten() {
        written = true;
    }

    /** The argument that stands for a parameter of the function whose body this is; null if there is none. */
    BoundExpression argument(int number) {
        return arguments == null || number > arguments.size() ? null : used(arguments.get(number - 1));
    }

    /** What functions read that see what the statement itself has changed so far: those that are volatile. */
    Set<Relation> readFresh() {
        return readFresh;
    }

    /** Whether the text is one of the catalog's, in which functions of users are written with their schemas. */
    boolean isWritten() {
        return written;
    }

    /** What calls of functions of users have become, by function and arguments. */
    Map<List<Object>, BoundExpression> calls() {
        return calls;
    }

    /** Whether it is an argument of the function whose body this is. */
    boolean isArgument(BoundExpression value) {
        return arguments != null && arguments.stream().anyMatch(a -> a == value);
    }

    /** Counts that an argument is named. */
    BoundExpression used(BoundExpression argument) {
        uses.merge(argument, 1, Integer::sum);
        return argument;
    }

    /** How often an argument was named. */
    int uses(BoundExpression argument) {
        return uses.getOrDefault(argument, 0);
    }

    /** Functions of users that the statement calls. */
    Set<Routine> routines() {
        return routines;
    }

    /** A constant at a place names an object of a schema; what kept texts name was looked for when they were made. */
    void names(String schema, String in, int position) {
        if (in.equals(own)) {
            named.add(new Analysed.NamedSchema(schema, position));
        }
    }

    /** A constant at a place is the name of an object, by its number. */
    void namesObject(int id, String arguments, String in, int offset) {
        if (viewText() != null && in.equals(text)) {
            viewText().constant(id, arguments, offset);
        }
    }

    /** Schemas that constants name. */
    List<Analysed.NamedSchema> named() {
        return named;
    }

    /** Sources in bodies of functions, which are read with the rights of whoever calls them. */
    Set<Integer> invoked() {
        return invoked;
    }

    /** The analysis of a query that a view is to have: what its names mean is noted. */
    Analysis noting(String query, ViewText to) {
        return new Analysis(rules, catalog, query, new ParameterTypes(0, List.of()), this, views, to);
    }

    /** The same of a query that a view has. */
    Analysis notingAgain(String query, ViewText to) {
        Analysis inner = noting(query, to);
        inner.written = true;
        return inner;
    }

    /** The views whose queries this one stands in, the innermost last. */
    List<Integer> views() {
        return views;
    }

    /** Counts the views that are put in place of their names; gives how many there are now. */
    int expanded() {
        return ++expansions[0];
    }

    /** Notes what a view's names mean; null outside of the making of one, and within the query of a system relation. */
    ViewText viewText() {
        return isReadingSystem() ? null : viewText;
    }

    /** The text that is analysed. */
    String text() {
        return text;
    }

    TypeRules rules() {
        return rules;
    }

    ExpressionBinder expressions() {
        return expressions;
    }

    QueryBinder queries() {
        return queries;
    }

    RowLocks locks() {
        return locks;
    }

    /** Where a recursive common table may not be named. */
    Recursion.Barred barred() {
        return barred;
    }

    Programs programs() {
        return programs;
    }

    LiteralPlaces literals() {
        return literals;
    }

    ParameterTypes parameters() {
        return start.parameters();
    }

    /** What was written for a part of the statement. */
    String text(Part p) {
        return WrittenText.of(text, p.start(), p.end());
    }

    Place at(int offset) {
        return start.at(offset);
    }

    Place at(Part p) {
        return start.at(p.start());
    }

    /** Where the word stands that follows an operand: IN, BETWEEN, IS, ... */
    Place behind(Part operand) {
        int i = operand.end();
        while (i < text.length() && (text.charAt(i) == ')' || Character.isWhitespace(text.charAt(i)))) {
            i++;
        }
        return start.at(i);
    }

    /** Where errors about an expression's type point. */
    Place leftmost(Expression e) {
        return start.at(Leftmost.of(e));
    }

    /** Where a value that comes out stands: a column where it was named, else its item. */
    Place item(BoundExpression value, SelectItem item) {
        Place named = value instanceof BoundColumn c ? expressions.named(c) : null;
        return named != null ? named : leftmost(item.expression());
    }

    /** Where the :: stands that a type follows. */
    Place before(Part type) {
        int i = text.lastIndexOf("::", type.start());
        return i < 0 ? at(type) : start.at(i);
    }

    /** How many queries of system relations are being bound, one within the other. */
    private int systemQueries;

    /** Binds the query of a system relation: of what such a query reads nobody is asked for rights. */
    <T> T readingSystem(String query, java.util.function.Supplier<T> what) {
        systemQueries++;
        try {
            return reading(query, what);
        } finally {
            systemQueries--;
        }
    }

    /** Whether the query of a system relation is being bound. */
    boolean isReadingSystem() {
        return systemQueries > 0;
    }

    /** Binds a part that was made of another text, such as the query of a view. */
    <T> T reading(String other, java.util.function.Supplier<T> what) {
        String textBefore = text;
        Place startBefore = start;
        text = other;
        start = new Place(other, 0, startBefore.parameters(), literals, this);
        try {
            return what.get();
        } finally {
            text = textBefore;
            start = startBefore;
        }
    }

    // --- sources --------------------------------------------------------------------------------------------------

    /** A number for a new source; {@code relation} null for a derived one. */
    int newSource(Relation relation) {
        sources.add(relation);
        if (fresh && relation != null) {
            readFresh.add(relation);
        }
        if (arguments != null) {
            invoked.add(sources.size());
        }
        return sources.size();
    }

    /** Says which query's FROM a source belongs to. */
    void own(int source, Scope scope) {
        owners.put(source, scope);
    }

    /** The scope of the query whose FROM a column is of; null for none, as where a function looks something up. */
    Scope owner(BoundColumn c) {
        return owners.get(c.source());
    }

    /** Whether a column belongs to the FROM of the query whose scope this is. */
    boolean isLocal(Scope scope, BoundColumn c) {
        return owners.get(c.source()) == scope;
    }

    private final Presence presence = new Presence(this);

    /** What tells whether rows of sources are there that may be missing. */
    Presence presence() {
        return presence;
    }

    /** Says that rows of sources may be missing, since they are those of an outer join's other side. */
    void missing(BoundSource side) {
        if (side instanceof BoundSource.Joined j) {
            missing(j.left());
            missing(j.right());
        } else {
            missing.add(number(side));
        }
        presence.missing(side);
    }

    /** Number of a source that is no join. */
    static int number(BoundSource s) {
        if (s instanceof BoundSource.Table t) {
            return t.number();
        } else if (s instanceof BoundSource.Derived d) {
            return d.number();
        } else if (s instanceof BoundSource.System y) {
            return y.number();
        } else if (s instanceof BoundSource.Call c) {
            return c.number();
        }
        return s instanceof BoundSource.Working w ? w.number() : 0;
    }

    /** Whether a source may have no row beside those of the others. */
    boolean mayBeMissing(int source) {
        return missing.contains(source);
    }

    Relation relation(int source) {
        return sources.get(source - 1);
    }

    /** Says that a source is the query of a view. */
    void view(int source, Relation view) {
        ofViews.put(source, view);
    }

    /** The relation whose rows a source has: a table, or a view; null for any other. */
    Relation rowsOf(int source) {
        Relation table = relation(source);
        return table != null ? table : ofViews.get(source);
    }

    /** Says what a source and its columns are called in the statement. */
    void show(int source, String alias, List<Scope.Entry> entries) {
        Map<String, String> names = new HashMap<>();
        for (Scope.Entry e : entries) {
            // a view's column that is worked out is none of the table's
            if (e.value() instanceof BoundColumn c) {
                names.put(c.name(), alias + "." + e.name());
            }
        }
        shown.put(source, names);
        aliases.put(source, alias);
    }

    /** What a source is called in the statement, or null. */
    String alias(int source) {
        return aliases.get(source);
    }

    /** A column's name as errors write it. */
    String columnName(BoundColumn c) {
        String known = shown.getOrDefault(c.source(), Map.of()).get(c.name());
        Relation table = known == null ? relation(c.source()) : null;
        return known != null
                ? known
                : table != null && rules().rowPlace() != null && HiddenColumns.isPlace(table, c)
                        ? alias(c.source()) + "." + rules().rowPlace().getKey()
                        : c.name();
    }

    /** The columns of a relation as entries of a scope. */
    List<Scope.Entry> entries(Relation relation, int source, List<Identifier> aliases) {
        List<Scope.Entry> entries = new ArrayList<>();
        for (RelationColumn c : relation.columns()) {
            Type type = rules.stored(c);
            if (type == null) {
                // known by name; naming it refuses it
                type = Type.of(TypeKind.UNKNOWN, c.declared().isEmpty() ? "none" : c.declared());
            }
            int i = entries.size();
            String name = i < aliases.size() ? aliases.get(i).name() : c.name();
            entries.add(new Scope.Entry(name, new BoundColumn(source, c.name(), type, !c.notNull())));
        }
        return entries;
    }

    /** The columns of a system relation as entries of a scope. */
    List<Scope.Entry> entries(SystemRelation relation, int source, List<Identifier> aliases) {
        List<Scope.Entry> entries = new ArrayList<>();
        for (SystemRelation.Column c : relation.columns()) {
            int i = entries.size();
            String name = i < aliases.size() ? aliases.get(i).name() : c.name();
            entries.add(new Scope.Entry(name, new BoundColumn(source, c.name(), c.type(), c.nullable())));
        }
        return entries;
    }

    // --- names ----------------------------------------------------------------------------------------------------

    /** A system relation by its name as written, or null. */
    SystemRelation system(QualifiedName name) {
        if (name.parts().size() > 2) {
            return null;
        }
        String schema = name.parts().size() == 1 ? null : name.parts().get(0).name();
        try {
            return rules.system(schema, name.last().name(), catalog);
        } catch (SqlFailure f) {
            throw at(name).failure(f.kind(), f.getMessage());
        }
    }

    /** A relation by its name as written. */
    Relation relation(QualifiedName name) {
        Place at = at(name);
        String schema = name.parts().size() == 1
                ? null
                : name.parts().get(name.parts().size() - 2).name();
        String last = name.last().name();
        if (name.parts().size() > 2) {
            throw at.unsupported("a table of another database");
        }
        Relation r = schema == null ? catalog.relation(last) : catalog.relation(schema, last);
        if (r == null && SchemaNames.composite(name, catalog) != null) {
            throw at.build(FailureKind.SEMANTIC, "\"" + last + "\" is a composite type")
                    .sqlState("42809")
                    .build();
        }
        if (r == null && system(name) != null) {
            // it is there to be read; PostgreSQL's superusers may even change its rows
            throw at.unsupported("this use of the system relation \"" + last + '"');
        }
        if (r == null) {
            throw at.failure(
                    FailureKind.UNDEFINED_TABLE,
                    "relation \"" + (schema == null ? "" : schema + ".") + last + "\" does not exist");
        }
        return r;
    }

    /** As errors of statements that change the schema are: without a place. */
    <T> T unplaced(Supplier<T> body) {
        try {
            return body.get();
        } catch (SqlFailure f) {
            if (f.kind() != FailureKind.UNDEFINED_TABLE) {
                throw f;
            }
            throw SqlFailure.of(f.kind(), f.getMessage());
        }
    }

    /** The type of a name. */
    Type type(TypeName name) {
        int n = name.name().parts().size();
        String schema = n == 2 ? name.name().parts().get(0).name() : null;
        if (schema != null && catalog.schema(schema) == null && !rules.isReservedSchema(schema)) {
            throw at(name).build(FailureKind.SEMANTIC, "schema \"" + schema + "\" does not exist")
                    .sqlState("3F000")
                    .build();
        }
        UserType own = rules.userType(name);
        if (own != null && own.isDomain() && !name.dimensions().isEmpty()) {
            new Domains(this).refuseArrays(own, at(name));
        }
        ViewText noted = viewText();
        if (own != null && noted != null) {
            noted.type(name, own);
        }
        Relation rows = own == null && noted != null ? rules.rowsOf(name) : null;
        if (rows != null) {
            noted.rowType(name, rows);
        }
        try {
            return rules.named(name);
        } catch (SqlFailure f) {
            if (f.position() != 0 || f.kind() != FailureKind.UNDEFINED_OBJECT) {
                throw f;
            }
            throw at(name).failure(f.kind(), f.getMessage());
        }
    }

    /** The columns of a table that is named before a dot. */
    List<Scope.Entry> table(List<Identifier> qualifier, Scope scope, Place at) {
        String alias = qualifier.get(qualifier.size() - 1).name();
        if (qualifier.size() > 2) {
            throw at.unsupported("a column with the name of another database");
        }
        List<Scope.Entry> t =
                qualifier.size() == 2 ? scope.table(qualifier.get(0).name(), alias) : scope.table(alias);
        if (t == null) {
            String schema = qualifier.size() == 2 ? qualifier.get(0).name() : null;
            throw NearNames.table(schema, alias, scope, this, at);
        }
        return t;
    }

    CatalogSnapshot catalog() {
        return catalog;
    }

    /** Settles what is left of UNKNOWN in an output. */
    BoundExpression settled(BoundExpression e, Part at) {
        return rules.settle(e, at(at));
    }
}
