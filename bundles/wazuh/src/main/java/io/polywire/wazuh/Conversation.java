package io.polywire.wazuh;

import java.util.List;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/** The requests of one client. One at a time: the next after the reply of the last; {@link #close} from any thread. */
@ProviderType
public interface Conversation extends AutoCloseable {
    /** Longest reply in bytes; a longer one is cut here, which tells a client to ask for a smaller page. */
    int MAX_REPLY = 65_536;

    /**
     * Answers a request. Never waits.
     *
     * @param request the text of a frame
     * @param push takes replies that go in front of the one that is returned
     * @return the reply, at most {@value #MAX_REPLY} bytes of UTF-8; completes on any thread, and never exceptionally:
     *     what fails is answered {@code err}
     */
    CompletionStage<byte[]> answer(String request, Push push);

    /**
     * Answers a question of the HTTP interface. Never waits.
     *
     * @param argument as the question says; never null
     * @return JSON, or nothing where the question has no answer; completes on any thread, exceptionally if the question
     *     was not understood or could not be answered (the reason is in the log)
     */
    CompletionStage<byte[]> ask(Question question, String argument);

    /** Takes replies of a request in front of its last one. From any thread. */
    @FunctionalInterface
    interface Push {
        /**
         * Sends replies.
         *
         * @return completes when the client has room for more, exceptionally when it is gone
         */
        CompletionStage<Void> send(List<byte[]> replies);
    }

    /** The client is gone: what it runs is cancelled, its transactions are rolled back. Idempotent. */
    @Override
    void close();
}
