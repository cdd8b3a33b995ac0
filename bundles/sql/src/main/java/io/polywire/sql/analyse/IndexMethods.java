package io.polywire.sql.analyse;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import java.util.List;

/** The kinds of index that a front dialect knows, and the ways of comparing that they have for its types. Stateless. */
public interface IndexMethods {
    /** What a dialect has that knows one kind of index only. */
    IndexMethods NONE = new IndexMethods() {
        @Override
        public Method method(String name, Place at) {
            return new Method("btree", true, true, true, true, true);
        }

        @Override
        public String operatorClass(Method method, Type type, List<String> given, Place at) {
            if (given != null) {
                throw at.unsupported("an operator class");
            }
            return null;
        }
    };

    /**
     * A kind of index.
     *
     * @param name as the catalog has it
     * @param served whether the storage has an index that does its work: one in the order of the keys. Another one is kept
     *     by name, holds nothing, and no statement is the quicker for it
     * @param ordered whether ASC, DESC and the place of NULL can be chosen
     * @param unique whether it can be unique
     * @param several whether it can have more than one key
     * @param includes whether it can have further columns that are no keys
     */
    record Method(String name, boolean served, boolean ordered, boolean unique, boolean several, boolean includes) {}

    /**
     * The kind of a name; null stands for the dialect's usual one.
     *
     * @throws SqlFailure 42704 if there is none
     */
    Method method(String name, Place at);

    /**
     * Refuses a kind that keeps no EXCLUDE.
     *
     * @throws SqlFailure 0A000
     */
    default void refuseExclusion(Method method) {
        throw SqlFailure.unsupported("EXCLUDE");
    }

    /**
     * Sees to it that two rows can be kept apart by an operator over a key.
     *
     * @param operatorClass the class that the key has; null for the usual one of the type
     * @throws SqlFailure 42883 for an operator that takes other types, 42809 for one that is not commutative or none of the
     *     class
     */
    default void checkExclusion(Method method, Type type, String operatorClass, String operator, Place at) {
        throw at.unsupported("EXCLUDE");
    }

    /**
     * Whether values between which an operator holds can only be next to each other in the order of their type, as long as it
     * holds between no two of those that are there.
     */
    default boolean meetsNextOnly(Type type, String operator) {
        return false;
    }

    /**
     * The operator class of a key.
     *
     * @param given the parts of its name as the statement has it; null for the usual one of the type
     * @return its name; null if it is the usual one
     * @throws SqlFailure 42704 if there is none, 42804 if it is not for the type, 0A000 if it sorts in another order than the
     *     storage's index
     */
    String operatorClass(Method method, Type type, List<String> given, Place at);
}
