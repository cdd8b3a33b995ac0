package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.Roles;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.tree.Comment;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import java.util.List;

/**
 * COMMENT ON ROLE and DATABASE: checks and texts of PostgreSQL 15 ({@code CommentObject} of comment.c, {@code
 * check_object_ownership} of objectaddress.c). The comments are kept in the user store, which knows roles and the names of
 * databases; they go with the role or the database.
 */
final class CommentStatement {
    private CommentStatement() {}

    /** Whether it is about what all databases share. */
    static boolean is(Comment c) {
        return c.object().kind() == ObjectKind.ROLE || c.object().kind() == ObjectKind.DATABASE;
    }

    /** The changes that it makes. */
    static List<RoleChange> changes(RouterSession session, Comment c) {
        Literal given = c.text();
        // an empty comment is none
        String text = given == null || given.kind() == Literal.Kind.NULL ? "" : given.value();
        String name = c.object().name().last().name();
        return c.object().kind() == ObjectKind.ROLE ? role(session, name, text) : database(session, name, text);
    }

    private static List<RoleChange> role(RouterSession session, String name, String text) {
        Roles all = session.roles.all();
        User role = all.find(name);
        if (role == null) {
            throw RoleStatements.missing(name);
        }
        Principal who = session.roles.current();
        if (!who.superuser()) {
            User me = all.find(who.id());
            if (role.superuser()) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "must be superuser");
            }
            if (me == null || !me.attributes().createRole()) {
                throw SqlFailure.of(FailureKind.PRIVILEGE, "must have CREATEROLE privilege");
            }
        }
        if (role.id() == 0) {
            throw SqlFailure.build(FailureKind.UNSUPPORTED, "the development user cannot be changed by a statement")
                    .hint("Set a password of its own first: polywire user password " + name)
                    .build();
        }
        return List.of(new RoleChange.Setting(role.id(), "", Roles.COMMENT, text.isEmpty() ? null : text));
    }

    private static List<RoleChange> database(RouterSession session, String name, String text) {
        if (session.desk.registry.find(name) == null) {
            // a dump that is read back into a database of another name goes on
            session.notice(new Notice(
                    Notice.Severity.WARNING, "3D000", "database \"" + name + "\" does not exist", null, null));
            return List.of();
        }
        Principal who = session.roles.current();
        Roles all = session.roles.all();
        long owner = all.owners().getOrDefault(name, GrantRow.INSTALLATION);
        if (!who.superuser() && !all.hasRightsOf(who.id(), owner)) {
            throw SqlFailure.of(FailureKind.PRIVILEGE, "must be owner of database " + name);
        }
        // empty, not gone: a dialect may have a text of its own for a database of that name
        return List.of(new RoleChange.Setting(0, name, Roles.COMMENT, text));
    }
}
