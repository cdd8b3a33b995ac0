package io.polywire.sql.analyse;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Types of a statement's parameters: declared by the client, or settled by their first use. Confined to one analysis. */
public final class ParameterTypes {
    private final List<Type> types = new ArrayList<>();

    /** Starts with what the client declared; {@link Type#UNKNOWN} leaves it to the use. */
    public ParameterTypes(int count, List<Type> declared) {
        for (int i = 0; i < Math.max(count, declared.size()); i++) {
            types.add(i < declared.size() ? declared.get(i) : Type.UNKNOWN);
        }
    }

    /** The type of a parameter as known now; numbered from 1. */
    public Type get(int number) {
        return types.get(number - 1);
    }

    /** Settles a parameter that was UNKNOWN. */
    public void settle(int number, Type type) {
        if (types.get(number - 1).kind() == TypeKind.UNKNOWN) {
            types.set(number - 1, type);
        }
    }

    /** How many there are. */
    public int count() {
        return types.size();
    }

    /** All of them. */
    public List<Type> all() {
        return List.copyOf(types);
    }
}
