package io.polywire.api.storage;

import io.polywire.api.function.StorageFunction;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * A statement in a storage's own language, as a plan hands it over: immutable, used by many sessions at once. A storage
 * keeps what it compiled for it per connection, keyed by this object's identity, so plans hold on to it.
 */
public final class StorageStatement {
    private final String text;
    private final Access access;
    private final int parameterCount;
    private final List<StorageFunction> functions;
    private final List<MemoryRelation> relations;
    private final TemporaryUse temporary;
    private final boolean permanent;

    /**
     * A statement.
     *
     * @param text exactly one statement of the storage's language
     * @param access what it may do; a storage refuses more
     * @param parameterCount how many values it takes, numbered from 1 in the text
     */
    public StorageStatement(String text, Access access, int parameterCount) {
        this(text, access, parameterCount, List.of());
    }

    /**
     * A statement that calls functions of its own.
     *
     * @param functions what it calls beyond the storage's own functions, by the names in the text
     */
    public StorageStatement(String text, Access access, int parameterCount, Collection<StorageFunction> functions) {
        this(text, access, parameterCount, functions, List.of());
    }

    /**
     * A statement that reads relations of its own.
     *
     * @param functions what it calls beyond the storage's own functions, by the names in the text
     * @param relations what it reads beyond the storage's own tables, by the names that the storage's dialect gives them
     */
    public StorageStatement(
            String text,
            Access access,
            int parameterCount,
            Collection<StorageFunction> functions,
            Collection<MemoryRelation> relations) {
        this(text, access, parameterCount, functions, relations, TemporaryUse.NONE, true);
    }

    /**
     * A statement that may have to do with temporary objects.
     *
     * @param functions what it calls beyond the storage's own functions, by the names in the text
     * @param relations what it reads beyond the storage's own tables, by the names that the storage's dialect gives them
     * @param temporary what it does with temporary objects; with those it runs on a lease that {@linkplain Lease#host hosts}
     *     them only
     * @param permanent whether it reads or changes tables that are there for all
     */
    public StorageStatement(
            String text,
            Access access,
            int parameterCount,
            Collection<StorageFunction> functions,
            Collection<MemoryRelation> relations,
            TemporaryUse temporary,
            boolean permanent) {
        this.temporary = Objects.requireNonNull(temporary, "temporary");
        this.permanent = permanent;
        this.text = Objects.requireNonNull(text, "text");
        this.access = Objects.requireNonNull(access, "access");
        this.parameterCount = parameterCount;
        this.functions = List.copyOf(functions);
        this.relations = List.copyOf(relations);
    }

    /** The text. */
    public String text() {
        return text;
    }

    /** What it may do. */
    public Access access() {
        return access;
    }

    /** How many values it takes. */
    public int parameterCount() {
        return parameterCount;
    }

    /** Functions that it calls beyond the storage's own. */
    public List<StorageFunction> functions() {
        return functions;
    }

    /** Relations that it reads beyond the storage's own tables. */
    public List<MemoryRelation> relations() {
        return relations;
    }

    /** What it does with temporary objects. */
    public TemporaryUse temporary() {
        return temporary;
    }

    /** Whether it reads or changes tables that are there for all. */
    public boolean permanent() {
        return permanent;
    }
}
