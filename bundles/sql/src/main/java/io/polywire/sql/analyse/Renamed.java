package io.polywire.sql.analyse;

import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.Routine;
import io.polywire.sql.catalog.UserType;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What is about to be called otherwise, or to be in another schema, as it is then, by number. */
record Renamed(Map<Integer, Relation> relations, Map<Integer, Routine> routines, Map<Integer, UserType> types) {
    static final Renamed NOTHING = new Renamed(Map.of(), Map.of(), Map.of());

    Renamed {
        relations = Map.copyOf(relations);
        routines = Map.copyOf(routines);
        types = Map.copyOf(types);
    }

    static Renamed of(Map<Integer, Relation> relations) {
        return new Renamed(relations, Map.of(), Map.of());
    }

    static Renamed of(Routine now) {
        return new Renamed(Map.of(), Map.of(now.id(), now), Map.of());
    }

    static Renamed of(UserType now) {
        return new Renamed(Map.of(), Map.of(), Map.of(now.id(), now));
    }

    /** Their numbers. */
    Set<Integer> ids() {
        Set<Integer> all = new HashSet<>(relations.keySet());
        all.addAll(routines.keySet());
        all.addAll(types.keySet());
        return all;
    }

    Relation now(Relation r) {
        return relations.getOrDefault(r.id(), r);
    }

    Routine now(Routine r) {
        return routines.getOrDefault(r.id(), r);
    }

    UserType now(UserType t) {
        return types.getOrDefault(t.id(), t);
    }
}
