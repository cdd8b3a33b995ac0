package io.polywire.wazuh.internal;

import io.polywire.api.session.Prepared;
import java.util.List;

/**
 * A client's statement that it may run.
 *
 * @param names of its columns, as the members of JSON objects
 */
record Known(Prepared statement, List<byte[]> names) {
    Known(Prepared statement) {
        this(statement, JsonRows.names(statement.columns()));
    }
}
