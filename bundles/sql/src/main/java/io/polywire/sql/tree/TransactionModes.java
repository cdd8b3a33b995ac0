package io.polywire.sql.tree;

/**
 * How a transaction is to run; what was not written is null.
 *
 * @param isolation or null
 * @param readOnly or null
 * @param deferrable or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record TransactionModes(
        io.polywire.api.session.TransactionMode.Isolation isolation,
        Boolean readOnly,
        Boolean deferrable,
        int start,
        int end)
        implements Part {}
