package io.polywire.api.connector;

import io.polywire.api.session.Column;
import io.polywire.api.session.Parameters;
import io.polywire.api.session.Reply;
import io.polywire.api.session.RowSink;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** A connection to a remote server: used by one thread at a time, except {@link #cancel()}. */
@ConsumerType
public interface RemoteConnection extends AutoCloseable {
    /** Receives the columns of a remote result before its rows. */
    @FunctionalInterface
    interface Header {
        /** The columns of the next result; empty for a count alone. */
        void columns(List<Column> columns);
    }

    /**
     * Runs a statement of the remote server's own language.
     *
     * @param parameters values in order; may be null for none
     * @param header called before the rows of each result
     * @param sink takes the rows; what it answers to endRow is honoured by a pause
     * @param reply the number of affected rows of the last result
     */
    void execute(String statement, Parameters parameters, Header header, RowSink sink, Reply<Long> reply);

    /** Asks the remote server to stop what it runs; from any thread. */
    void cancel();

    /** Ends the connection; without effect if it is ended. */
    @Override
    void close();
}
