package io.polywire.sql.right;

import io.polywire.sql.tree.Identifier;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;

/**
 * Goes through the parts of a statement by the components of its records, so that a kind of node that somebody adds later is
 * not overlooked.
 */
public abstract class TreeParts {
    /**
     * Looks at a part.
     *
     * @param parent the part that it belongs to
     * @param component the name of the parent's component that it is, or is in
     * @return whether to go on into it
     */
    protected abstract boolean enter(Record part, Record parent, String component);

    /** Called when all that is within a part was looked at. */
    protected void leave(Record part) {
        // nothing to end
    }

    /** Looks at a part and all that is within it. */
    public final void walk(Record root) {
        visit(root, null, "");
    }

    private void visit(Object value, Record parent, String component) {
        if (value instanceof Iterable<?> list) {
            for (Object v : list) {
                visit(v, parent, component);
            }
        } else if (value instanceof Record part && isTree(part) && enter(part, parent, component)) {
            for (RecordComponent c : part.getClass().getRecordComponents()) {
                if (!c.getType().isPrimitive()) {
                    visit(value(part, c), part, c.getName());
                }
            }
            leave(part);
        }
    }

    private static boolean isTree(Record r) {
        return !(r instanceof Identifier) && r.getClass().getPackageName().equals(Identifier.class.getPackageName());
    }

    private static Object value(Record r, RecordComponent component) {
        try {
            return component.getAccessor().invoke(r);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("a part of a statement cannot be read", e);
        }
    }
}
