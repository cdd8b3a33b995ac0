package io.polywire.wazuh;

import io.polywire.api.auth.Principal;
import io.polywire.api.wire.Connection;
import org.osgi.annotation.versioning.ProviderType;

/** The commands of Wazuh-db; one service. Thread-safe. */
@ProviderType
public interface Commands {
    /**
     * Begins with one client that was let in; nothing is opened yet.
     *
     * @param disconnect closes the client's connection when its session is ended from outside; from any thread
     */
    Conversation open(Connection connection, Principal principal, Runnable disconnect);
}
