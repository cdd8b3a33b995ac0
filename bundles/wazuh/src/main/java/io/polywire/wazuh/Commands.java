package io.polywire.wazuh;

import io.polywire.api.auth.Principal;
import io.polywire.api.wire.Connection;
import org.osgi.annotation.versioning.ProviderType;

/** The commands of Wazuh-db; one service. Thread-safe. */
@ProviderType
public interface Commands {
    /** Begins with one client that was let in; nothing is opened yet. */
    Conversation open(Connection connection, Principal principal);
}
