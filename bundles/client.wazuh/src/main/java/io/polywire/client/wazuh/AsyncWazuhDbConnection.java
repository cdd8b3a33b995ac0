package io.polywire.client.wazuh;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Requests to Wazuh-db without waiting, over a few connections. As many requests wait as the options say; one more fails
 * at once (2005), which tells its sender to slow down. Thread-safe; connects when it is used first.
 */
public final class AsyncWazuhDbConnection implements AutoCloseable {
    private static final int IDLE_SECONDS = 30;
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final WazuhDbPool pool;
    private final ThreadPoolExecutor threads;

    /** Nothing is connected yet. */
    public AsyncWazuhDbConnection(WazuhDbOptions options) {
        pool = new WazuhDbPool(options);
        threads = new ThreadPoolExecutor(
                options.connections(),
                options.connections(),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(Math.max(1, options.waiting())),
                task -> {
                    Thread thread = new Thread(task, "wazuh-db-" + NUMBER.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Sends a command as it is. Fails with {@link WazuhInternalError} 2007 where the answer is {@code err} or a word that is
     * not {@code ok}, with 2005 or 2010 where the connection fails.
     */
    public CompletionStage<WazuhReply> runWdbCommand(String command) {
        return submit(connection -> {
            WazuhReply reply = connection.send(command);
            if (reply.status().equals("err") || reply.payload().isEmpty() && !reply.isOk()) {
                throw new WazuhInternalError(WazuhInternalError.RETRIEVE, "Wazuh-db refused: " + reply.payload());
            }
            return reply;
        });
    }

    /** As {@link WazuhDbConnection#executeCounted}. */
    public CompletionStage<WazuhRows> execute(String query) {
        return submit(connection -> connection.executeCounted(query));
    }

    /** As {@link WazuhDbConnection#deleteAgentsDb}. */
    public CompletionStage<Map<String, Object>> deleteAgentsDb(List<String> ids) {
        return submit(connection -> connection.deleteAgentsDb(ids));
    }

    private <T> CompletionStage<T> submit(Function<WazuhDbConnection, T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> pool.with(work), threads);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(
                    new WazuhInternalError(WazuhInternalError.CONNECT, "Too many requests wait for Wazuh-db", e));
        }
    }

    /** Requests that wait for a connection. */
    public int waiting() {
        return threads.getQueue().size();
    }

    /** Ends: what runs is finished, what waits fails, nothing new is taken. */
    @Override
    public void close() {
        threads.shutdown();
        pool.close();
    }
}
