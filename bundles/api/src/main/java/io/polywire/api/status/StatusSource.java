package io.polywire.api.status;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * What a bundle has to say of its parts (listeners, databases, sessions), registered as a service. Shown when the server
 * starts and by {@code polywire status}.
 */
@ConsumerType
public interface StatusSource {
    /** The parts at this moment. Thread-safe, does not block; no secrets, no statement texts. */
    List<StatusEntry> entries();
}
