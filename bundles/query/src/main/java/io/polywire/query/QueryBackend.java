package io.polywire.query;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Where statements run: a storage, or a Wazuh-db socket, which takes {@link Query#literal()}. */
@FunctionalInterface
public interface QueryBackend {
    /** Runs a statement; a row has its columns by name, without those that are NULL. */
    CompletionStage<List<Map<String, Object>>> run(Query query);
}
