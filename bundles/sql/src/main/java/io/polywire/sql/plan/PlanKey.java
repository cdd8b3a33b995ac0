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
 * @param declared types of the parameters as the client declared them; null if the statement comes without any
 * @param path schemas along which names are looked for
 */
public record PlanKey(Object database, String dialect, String text, List<Type> declared, List<String> path) {
    /** Copies the types. */
    public PlanKey {
        declared = declared == null ? null : List.copyOf(declared);
        path = List.copyOf(path);
    }

    /** A plan that depends on no path. */
    public PlanKey(Object database, String dialect, String text, List<Type> declared) {
        this(database, dialect, text, declared, List.of());
    }

    @Override
    public int hashCode() {
        return (System.identityHashCode(database) * 31 + text.hashCode()) * 31 + Objects.hashCode(declared);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PlanKey k
                && k.database == database
                && k.text.equals(text)
                && Objects.equals(k.dialect, dialect)
                && Objects.equals(k.declared, declared)
                && k.path.equals(path);
    }
}
