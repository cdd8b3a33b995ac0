package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.util.Set;

/** Whether PostgreSQL has a way from one type to another: find_coercion_pathway and can_coerce_type of parse_coerce.c. */
final class Pathway {
    /** Names of the pseudo-types whose meaning the arguments decide. */
    static final Set<String> POLYMORPHIC = Set.of(
            "anyelement",
            "anyarray",
            "anynonarray",
            "anyenum",
            "anyrange",
            "anymultirange",
            "anycompatible",
            "anycompatiblearray",
            "anycompatiblenonarray",
            "anycompatiblerange",
            "anycompatiblemultirange");

    private Pathway() {}

    /** Whether an argument may be given where a type is declared, pseudo-types included. */
    static boolean implicit(Type from, String to) {
        if (from.name().equals(to) || to.equals("any") || PgTypes.isUnknown(from) || POLYMORPHIC.contains(to)) {
            return true;
        }
        if (from.id() == PgTypes.RECORD.id() && ServerCatalog.all().type(to) == null) {
            // a row is given for a composite type; UserFunctions sees to it that it is for no other
            return true;
        }
        return to.equals("record") ? PgTypes.isRecord(from) : isWithin(least(from, to), Casts.Context.IMPLICIT);
    }

    /** Whether types are of one category, so that values of both can be brought to one of them. */
    static boolean isAlike(Type a, Type b) {
        return ServerCatalog.category(a) == ServerCatalog.category(b);
    }

    /** One step of select_common_type (parse_coerce.c): which of two types of one category values are brought to. */
    static Type common(Type chosen, Type next) {
        return !ServerCatalog.isPreferred(chosen.name())
                        && exists(chosen, next, Casts.Context.IMPLICIT)
                        && !exists(next, chosen, Casts.Context.IMPLICIT)
                ? next
                : chosen;
    }

    /** Whether there is a cast that may be used so. */
    static boolean exists(Type from, Type to, Casts.Context context) {
        if (to == PgTypes.RECORD && PgTypes.isRecord(from)) {
            return true;
        }
        if (RowTypes.isNamed(to) && PgTypes.isRecord(from)) {
            // whether an anonymous row fits shows when it is brought to the type
            return from.id() == to.id() || !RowTypes.isNamed(from);
        }
        if (from.name().equals(to.name()) && (from.kind() != TypeKind.ENUM || from.id() == to.id())) {
            return true;
        }
        if ((from.kind() == TypeKind.ARRAY || CatalogTypes.isVector(from)) && to.kind() == TypeKind.ARRAY) {
            Type element = from.kind() == TypeKind.ARRAY ? from.element() : CatalogTypes.element(from);
            return exists(element, to.element(), context);
        }
        return isWithin(least(from, to.name()), context)
                || context != Casts.Context.IMPLICIT && ServerCatalog.category(to) == 'S'
                || context == Casts.Context.EXPLICIT && ServerCatalog.category(from) == 'S';
    }

    private static boolean isWithin(Casts.Context least, Casts.Context context) {
        return least != null && least.ordinal() <= context.ordinal();
    }

    /** Least context of a cast that is no matter of input and output functions; null without one. */
    private static Casts.Context least(Type from, String to) {
        if (CatalogTypes.isVector(from) && to.equals(from.name().equals("int2vector") ? "_int2" : "_oid")) {
            // arrays of the same elements
            return Casts.Context.IMPLICIT;
        }
        Casts.Context own = ServerCatalog.all().cast(from.name(), to);
        if (own == null && from.kind() == TypeKind.ARRAY) {
            ServerCatalog.TypeRow array = ServerCatalog.all().type(to);
            if (array != null && array.element() != null && array.name().equals("_" + array.element())) {
                return from.element().name().equals(array.element())
                        ? Casts.Context.IMPLICIT
                        : least(from.element(), array.element());
            }
        }
        return own;
    }
}
