package io.polywire.router.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.CreateIndex;
import io.polywire.sql.tree.CreateSchema;
import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.CreateTable;
import io.polywire.sql.tree.CreateView;
import io.polywire.sql.tree.Grant;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.StatementBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * CREATE SCHEMA with statements in it, as a block: the schema is made, then what belongs into it while it comes first in the
 * search path; sequences before tables, these before views, indexes and grants, in whatever order they were written.
 */
final class SchemaElements {
    private final RouterSession session;
    private final String text;
    private final CreateSchema tree;

    SchemaElements(RouterSession session, String text, CreateSchema tree) {
        this.session = session;
        this.text = text;
        this.tree = tree;
    }

    BlockStep.Block steps() {
        if (tree.name() == null && tree.owner().kind() != RoleName.Kind.NAMED) {
            throw SqlFailure.unsupported("CREATE SCHEMA AUTHORIZATION without a name, with objects in it");
        }
        String schema =
                tree.name() == null ? tree.owner().name().name() : tree.name().name();
        List<StatementBody> elements = new ArrayList<>(tree.elements());
        elements.sort(Comparator.comparingInt(SchemaElements::rank));
        elements.forEach(e -> check(e, schema));
        String before = session.settings.searchPath();
        if (before == null) {
            before = "\"$user\", public";
        }
        String first = quoted(schema);
        List<BlockStep> steps = new ArrayList<>();
        steps.add(run(tree.start(), tree.elements().get(0).start()));
        steps.add(path(before.isBlank() ? first : first + ", " + before));
        String owner = tree.owner() == null
                ? null
                : RoleStatements.resolve(session, tree.owner()).name();
        // what is made in a schema that is somebody else's is made by that role, as PostgreSQL does
        boolean other = owner != null && !owner.equals(session.roles.current().name());
        if (other) {
            steps.add(role(quoted(owner)));
        }
        elements.forEach(e -> steps.add(run(e.start(), e.end())));
        if (other) {
            String acting = session.settings.get("role");
            steps.add(role(acting == null || acting.equals("none") ? "NONE" : quoted(acting)));
        }
        steps.add(path(before));
        return new BlockStep.Block(steps, List.of(), 1);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** Acts as a role in what follows in this transaction. */
    private static BlockStep role(String name) {
        return new BlockStep.Run("SET LOCAL ROLE " + name, 1);
    }

    private static int rank(StatementBody e) {
        return e instanceof CreateSequence
                ? 0
                : e instanceof CreateTable ? 1 : e instanceof CreateView ? 2 : e instanceof CreateIndex ? 3 : 4;
    }

    private void check(StatementBody e, String schema) {
        QualifiedName name = e instanceof CreateSequence s
                ? s.name()
                : e instanceof CreateTable t
                        ? t.name()
                        : e instanceof CreateView v
                                ? v.name()
                                : e instanceof CreateIndex i ? i.table().name() : null;
        if (name == null && !(e instanceof Grant)) {
            throw SqlFailure.unsupported(e.command() + " in CREATE SCHEMA");
        }
        int n = name == null ? 0 : name.parts().size();
        String other = n < 2 ? schema : name.parts().get(n - 2).name();
        if (!other.equals(schema)) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "CREATE specifies a schema (" + other + ") different from the one being created (" + schema
                                    + ")")
                    .sqlState("42P15")
                    .build();
        }
    }

    /** A part of the text, where it stands in it, so that errors point to their place. */
    private BlockStep run(int start, int end) {
        StringBuilder alone = new StringBuilder();
        text.codePoints().limit(text.codePointCount(0, start)).forEach(c -> alone.append(' '));
        return new BlockStep.Run(alone.append(text, start, end).toString(), 1);
    }

    /** Sets the search path for what follows in this transaction. */
    private static BlockStep path(String value) {
        return new BlockStep.Perform("SELECT set_config('search_path', '" + value.replace("'", "''") + "', true)", 1);
    }
}
