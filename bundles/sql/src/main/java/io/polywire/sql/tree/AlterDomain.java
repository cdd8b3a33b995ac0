package io.polywire.sql.tree;

import io.polywire.api.storage.Access;

/**
 * ALTER DOMAIN with one action.
 *
 * @param name the domain
 * @param action what is done
 * @param value for SET_DEFAULT
 * @param constraint for ADD_CONSTRAINT
 * @param constraintName for DROP_CONSTRAINT and VALIDATE_CONSTRAINT
 * @param ifExists for DROP_CONSTRAINT
 * @param behavior for DROP_CONSTRAINT
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record AlterDomain(
        QualifiedName name,
        Action action,
        Expression value,
        Constraint constraint,
        Identifier constraintName,
        boolean ifExists,
        Behavior behavior,
        int start,
        int end)
        implements StatementBody {
    /** What is done to a domain. */
    public enum Action {
        SET_DEFAULT,
        DROP_DEFAULT,
        SET_NOT_NULL,
        DROP_NOT_NULL,
        ADD_CONSTRAINT,
        DROP_CONSTRAINT,
        VALIDATE_CONSTRAINT
    }

    @Override
    public String command() {
        return "ALTER DOMAIN";
    }

    @Override
    public Access access() {
        return Access.SCHEMA;
    }
}
