package io.polywire.sql.tree;

/**
 * SET TRANSACTION and its relatives.
 *
 * @param session for the transactions to come (SESSION CHARACTERISTICS)
 * @param modes what is set
 * @param snapshot SET TRANSACTION SNAPSHOT, or null
 * @param start first character in the statement's text, from 0
 * @param end the character behind the last
 */
public record SetTransaction(boolean session, TransactionModes modes, Literal snapshot, int start, int end)
        implements StatementBody {
    @Override
    public String command() {
        return "SET";
    }
}
