package io.polywire.sql.plan;

import io.polywire.api.type.Type;
import java.util.List;
import java.util.Objects;

/**
 * What a plan depends on, apart from the schema's version.
 *
 * @param database the database, by identity: a storage that comes back makes new ones
 * @param dialect name of the front dialect
 * @param text the statement
 * @param declared types of the parameters as the client declared them
 */
public record PlanKey(Object database, String dialect, String text, List<Type> declared) {
    /** Copies the types. */
    public PlanKey {
        declared = List.copyOf(declared);
    }

    @Override
    public int hashCode() {
        return (System.identityHashCode(database) * 31 + text.hashCode()) * 31 + declared.hashCode();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PlanKey k
                && k.database == database
                && k.text.equals(text)
                && Objects.equals(k.dialect, dialect)
                && k.declared.equals(declared);
    }
}
