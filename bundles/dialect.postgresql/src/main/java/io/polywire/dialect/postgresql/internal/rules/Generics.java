package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** What polymorphic pseudo-types stand for in a call: check_ and enforce_generic_type_consistency of parse_coerce.c. */
final class Generics {
    private Generics() {}

    private static boolean isGeneric(String declared) {
        return Pathway.POLYMORPHIC.contains(declared);
    }

    /** Whether the arguments agree on what the pseudo-types stand for. */
    static boolean consistent(List<String> takes, List<Type> arguments) {
        return takes.stream().noneMatch(Generics::isGeneric) || element(takes, arguments, true) != null;
    }

    /**
     * The type that anyelement or anycompatible stands for, of which anyarray has the arrays; UNKNOWN where only
     * unknown arguments stand there; null where they do not agree.
     */
    private static Type element(List<String> takes, List<Type> arguments, boolean check) {
        Type plain = null;
        List<Type> compatible = new ArrayList<>();
        boolean any = false;
        boolean anyCompatible = false;
        for (int i = 0; i < arguments.size(); i++) {
            String declared = takes.get(i);
            Type t = PgTypes.plain(arguments.get(i));
            if (!isGeneric(declared)) {
                continue;
            }
            if (declared.contains("range")) {
                return check ? null : t;
            }
            any = true;
            anyCompatible |= declared.startsWith("anycompatible");
            if (PgTypes.isUnknown(t)) {
                continue;
            }
            boolean array = declared.endsWith("array") && !declared.endsWith("nonarray");
            if (array && t.kind() != TypeKind.ARRAY
                    || declared.endsWith("nonarray") && t.kind() == TypeKind.ARRAY
                    || declared.equals("anyenum") && t.kind() != TypeKind.ENUM) {
                return null;
            }
            Type e = array ? t.element() : t;
            if (declared.startsWith("anycompatible")) {
                compatible.add(e);
            } else if (plain != null && !plain.name().equals(e.name())) {
                return null;
            } else {
                plain = e;
            }
        }
        if (anyCompatible) {
            return common(compatible);
        }
        return any && plain == null ? Type.UNKNOWN : plain;
    }

    /** select_common_type without an error; UNKNOWN becomes text. */
    private static Type common(List<Type> types) {
        Type chosen = null;
        for (Type t : types) {
            if (chosen == null) {
                chosen = t;
            } else if (!chosen.name().equals(t.name())) {
                if (ServerCatalog.category(chosen) != ServerCatalog.category(t)) {
                    return null;
                }
                if (!ServerCatalog.isPreferred(chosen.name())
                        && Pathway.exists(chosen, t, Casts.Context.IMPLICIT)
                        && !Pathway.exists(t, chosen, Casts.Context.IMPLICIT)) {
                    chosen = t;
                }
            }
        }
        if (chosen == null) {
            return PgTypes.TEXT;
        }
        for (Type t : types) {
            if (!Pathway.exists(t, chosen, Casts.Context.IMPLICIT)) {
                return null;
            }
        }
        return chosen;
    }

    /** The types that arguments are brought to; null for those that stay as they are. */
    static List<Type> actual(List<String> takes, List<Type> arguments) {
        Type element = takes.stream().anyMatch(Generics::isGeneric) ? element(takes, arguments, false) : null;
        List<Type> actual = new ArrayList<>();
        for (int i = 0; i < takes.size(); i++) {
            actual.add(of(takes.get(i), element, arguments.get(i)));
        }
        return actual;
    }

    /** The result's type. */
    static Type result(String declared, List<String> takes, List<Type> arguments) {
        return isGeneric(declared)
                ? of(declared, element(takes, arguments, false), Type.UNKNOWN)
                : PgTypes.named(declared);
    }

    private static Type of(String declared, Type element, Type argument) {
        if (declared.equals("any")) {
            return PgTypes.isUnknown(argument) ? PgTypes.TEXT : argument;
        }
        if (!isGeneric(declared)) {
            return PgTypes.named(declared);
        }
        if (element == null || PgTypes.isUnknown(element)) {
            return null;
        }
        return declared.endsWith("array") && !declared.endsWith("nonarray") ? PgTypes.arrayOf(element) : element;
    }
}
