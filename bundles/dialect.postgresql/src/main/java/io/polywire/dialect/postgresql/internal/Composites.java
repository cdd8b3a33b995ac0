package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.AlterComposite;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Behavior;
import io.polywire.sql.tree.ColumnDefinition;
import io.polywire.sql.tree.CreateComposite;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.ObjectReference;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.Rename;
import io.polywire.sql.tree.TypeName;
import java.util.List;

/** Composite types and their attributes. */
final class Composites extends Rules {
    Composites(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE TYPE name AS. */
    CreateComposite create(QualifiedName name, int start) {
        expect('(');
        List<ColumnDefinition> attributes = is(')') ? List.of() : list(parser.from::column);
        expect(')');
        return new CreateComposite(name, attributes, start, end());
    }

    /** alter_type_cmds, behind ALTER TYPE name. */
    AlterComposite alter(QualifiedName name, int start) {
        boolean[] cascade = {false};
        List<AlterTableAction> actions = list(() -> action(cascade));
        return new AlterComposite(name, actions, cascade[0], start, end());
    }

    private AlterTableAction action(boolean[] cascade) {
        int start = start();
        if (accept(ADD)) {
            expect(ATTRIBUTE);
            ColumnDefinition attribute = parser.from.column();
            cascade[0] |= behavior() == Behavior.CASCADE;
            return new AlterTableAction.AddColumn(false, attribute, start, end());
        }
        if (accept(DROP)) {
            expect(ATTRIBUTE);
            boolean ifExists = is(IF) && next(1, EXISTS) && ifExists();
            Identifier attribute = name();
            Behavior behavior = behavior();
            cascade[0] |= behavior == Behavior.CASCADE;
            return new AlterTableAction.DropColumn(ifExists, attribute, behavior, start, end());
        }
        expect(ALTER, ATTRIBUTE);
        Identifier attribute = name();
        if (accept(SET)) {
            expect(DATA);
        }
        expect(TYPE);
        TypeName type = parser.types.type();
        QualifiedName collation = accept(COLLATE) ? anyName() : null;
        cascade[0] |= behavior() == Behavior.CASCADE;
        return new AlterTableAction.SetType(attribute, type, collation, null, start, end());
    }

    /** RENAME ATTRIBUTE, behind ALTER TYPE name. */
    Rename rename(ObjectReference object, int start) {
        expect(RENAME, ATTRIBUTE);
        Identifier from = name();
        expect(TO);
        Identifier to = name();
        return new Rename(object, false, false, ObjectKind.COLUMN, from, to, behavior(), start, end());
    }
}
