package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import io.polywire.api.value.RangeKind;
import java.util.ArrayList;
import java.util.List;

/** What polymorphic pseudo-types stand for in a call: check_ and enforce_generic_type_consistency of parse_coerce.c. */
final class Generics {
    private static final String COMPATIBLE = "anycompatible";

    /**
     * What the pseudo-types of a call stand for, those of anyelement's family or those of anycompatible's.
     *
     * @param element UNKNOWN where only unknown arguments stand there
     * @param range null where no argument says which one
     */
    private record Meaning(Type element, RangeKind range) {}

    private Generics() {}

    private static boolean hasGeneric(List<String> takes) {
        for (String declared : takes) {
            if (isGeneric(declared)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isGeneric(String declared) {
        return Pathway.POLYMORPHIC.contains(declared);
    }

    /** Whether the arguments agree on what the pseudo-types stand for. */
    static boolean consistent(List<String> takes, List<Type> arguments) {
        return !hasGeneric(takes)
                || meaning(takes, arguments, false) != null && meaning(takes, arguments, true) != null;
    }

    /**
     * What they stand for; null where the arguments do not agree.
     *
     * @param ofCompatible those of anycompatible's family, which have nothing to do with the others
     */
    private static Meaning meaning(List<String> takes, List<Type> arguments, boolean ofCompatible) {
        Type plain = null;
        RangeKind range = null;
        List<Type> compatible = new ArrayList<>();
        boolean any = false;
        for (int i = 0; i < arguments.size(); i++) {
            String declared = takes.get(i);
            Type t = PgTypes.plain(arguments.get(i));
            if (!isGeneric(declared) || declared.startsWith(COMPATIBLE) != ofCompatible) {
                continue;
            }
            any = true;
            if (PgTypes.isUnknown(t)) {
                continue;
            }
            if (!fits(declared, t)) {
                return null;
            }
            Type e = t;
            if (declared.endsWith("range")) {
                RangeKind k = RangeTypes.kind(t);
                if (range != null && range != k) {
                    return null;
                }
                range = k;
                e = RangeTypes.element(k);
            } else if (isArray(declared)) {
                e = CatalogTypes.isVector(t) ? CatalogTypes.element(t) : t.element();
            }
            if (ofCompatible) {
                compatible.add(e);
            } else if (plain != null && !plain.name().equals(e.name())) {
                return null;
            } else {
                plain = e;
            }
        }
        if (any && ofCompatible) {
            Type common = common(compatible);
            // a range's bounds are of one type only
            boolean bound = range == null || common != null && common.name().equals(range.elementName());
            return common == null || !bound ? null : new Meaning(common, range);
        }
        return new Meaning(plain == null ? Type.UNKNOWN : plain, range);
    }

    private static boolean isArray(String declared) {
        return declared.endsWith("array") && !declared.endsWith("nonarray");
    }

    /** Whether a type is of the sort that a pseudo-type takes. */
    private static boolean fits(String declared, Type t) {
        if (declared.endsWith("multirange")) {
            return RangeTypes.isMultirange(t);
        }
        if (declared.endsWith("range")) {
            return RangeTypes.isRange(t);
        }
        if (declared.endsWith("array")) {
            return isArray(declared) == (t.kind() == TypeKind.ARRAY || CatalogTypes.isVector(t));
        }
        return !declared.equals("anyenum") || t.kind() == TypeKind.ENUM;
    }

    /** select_common_type without an error; UNKNOWN becomes text. */
    private static Type common(List<Type> types) {
        Type chosen = null;
        for (Type t : types) {
            if (chosen == null) {
                chosen = t;
            } else if (!chosen.name().equals(t.name())) {
                if (!Pathway.isAlike(chosen, t)) {
                    return null;
                }
                chosen = Pathway.common(chosen, t);
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

    /**
     * The types that arguments are brought to; null for those that stay as they are.
     *
     * @throws SqlFailure 42804 where an argument of unknown type stands for a range, and no other says which
     */
    static List<Type> actual(List<String> takes, List<Type> arguments) {
        boolean generic = hasGeneric(takes);
        Meaning plain = generic ? meaning(takes, arguments, false) : null;
        Meaning compatible = generic ? meaning(takes, arguments, true) : null;
        List<Type> actual = new ArrayList<>();
        for (int i = 0; i < takes.size(); i++) {
            String declared = takes.get(i);
            Meaning meaning = declared.startsWith(COMPATIBLE) ? compatible : plain;
            Type t = of(declared, meaning, arguments.get(i));
            if (t == null && meaning != null && !PgTypes.isUnknown(meaning.element()) && declared.endsWith("range")) {
                throw SqlFailure.of(
                        FailureKind.TYPE_MISMATCH,
                        "could not determine polymorphic type " + declared + " because input has type unknown");
            }
            actual.add(t);
        }
        return actual;
    }

    /** The result's type. */
    static Type result(String declared, List<String> takes, List<Type> arguments) {
        return isGeneric(declared)
                ? of(declared, meaning(takes, arguments, declared.startsWith(COMPATIBLE)), Type.UNKNOWN)
                : PgTypes.named(declared);
    }

    private static Type of(String declared, Meaning meaning, Type argument) {
        if (declared.equals("any")) {
            return PgTypes.isUnknown(argument) ? PgTypes.TEXT : argument;
        }
        if (!isGeneric(declared)) {
            return PgTypes.named(declared);
        }
        if (meaning == null || PgTypes.isUnknown(meaning.element())) {
            return null;
        }
        if (declared.endsWith("range")) {
            if (meaning.range() == null) {
                return null;
            }
            return declared.endsWith("multirange")
                    ? RangeTypes.multirange(meaning.range())
                    : RangeTypes.range(meaning.range());
        }
        return isArray(declared) ? PgTypes.arrayOf(meaning.element()) : meaning.element();
    }
}
