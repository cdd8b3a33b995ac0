package io.polywire.auth.token.internal;

import com.nimbusds.jose.jwk.JWK;
import io.polywire.api.metric.MetricSource;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys of a JWK set behind a URL. They are kept for a while; after it, or when a token names a key that is not there, they
 * are fetched again, at most once in an interval and never twice at a time. While the server does not answer, the last
 * ones are good for a further while. Waits hold no thread.
 */
final class UrlKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(UrlKeys.class);
    private static final int OK = 200;

    /**
     * How keys are fetched and kept.
     *
     * @param uri of the set
     * @param timeoutMillis of a fetch, from the connection to the last byte
     * @param maxBytes of the set
     * @param cacheMillis how long keys are not asked for again
     * @param staleMillis how long they are good beyond that while the server does not answer
     * @param intervalMillis least time between two fetches
     */
    record Limits(URI uri, long timeoutMillis, int maxBytes, long cacheMillis, long staleMillis, long intervalMillis) {}

    private record Kept(List<JWK> keys, long at) {}

    private final Limits limits;
    private final HttpClient client;
    private final LongSupplier millis;
    private final LongAdder fetches = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private Kept kept;
    private CompletableFuture<List<JWK>> fetching;
    private long triedAt;
    private boolean tried;
    private boolean closed;
    private volatile String problem;

    /**
     * Nothing is fetched yet.
     *
     * @param trust for https, or null for the JDK's
     * @param millis a clock that never goes back
     */
    UrlKeys(Limits limits, SSLContext trust, LongSupplier millis) {
        this.limits = limits;
        this.millis = millis;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofMillis(limits.timeoutMillis()));
        if (trust != null) {
            builder.sslContext(trust);
        }
        client = builder.build();
    }

    @Override
    public CompletionStage<List<JWK>> keys() {
        return keys(limits.cacheMillis());
    }

    @Override
    public CompletionStage<List<JWK>> newer() {
        return keys(0);
    }

    private CompletionStage<List<JWK>> keys(long mostAge) {
        CompletableFuture<List<JWK>> result;
        boolean start = false;
        synchronized (this) {
            long now = millis.getAsLong();
            boolean soon = tried && now - triedAt < limits.intervalMillis();
            if (kept != null && (now - kept.at() < mostAge || soon && usable(now))) {
                return CompletableFuture.completedFuture(kept.keys());
            }
            if (fetching == null) {
                if (closed || soon) {
                    return CompletableFuture.failedFuture(
                            new IOException(closed ? "the bundle stops" : "the key server did not answer"));
                }
                tried = true;
                triedAt = now;
                fetching = new CompletableFuture<>();
                start = true;
            }
            result = fetching;
        }
        if (start) {
            fetch(result);
        }
        return result.exceptionallyCompose(this::fallBack);
    }

    private boolean usable(long now) {
        return now - kept.at() < limits.cacheMillis() + limits.staleMillis();
    }

    private synchronized CompletionStage<List<JWK>> fallBack(Throwable failure) {
        return kept != null && usable(millis.getAsLong())
                ? CompletableFuture.completedFuture(kept.keys())
                : CompletableFuture.failedFuture(failure);
    }

    private void fetch(CompletableFuture<List<JWK>> result) {
        fetches.increment();
        HttpRequest request = HttpRequest.newBuilder(limits.uri())
                .timeout(Duration.ofMillis(limits.timeoutMillis()))
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request, info -> new BoundedBody(limits.maxBytes()));
        // the request's own time-out ends with the head of the answer
        answer.copy()
                .orTimeout(limits.timeoutMillis(), TimeUnit.MILLISECONDS)
                .thenApply(UrlKeys::read)
                .whenComplete((keys, failure) -> {
                    if (failure != null) {
                        answer.cancel(true);
                    }
                    end(result, keys, failure);
                });
    }

    private static List<JWK> read(HttpResponse<byte[]> response) {
        try {
            if (response.statusCode() != OK) {
                throw new IOException("it answered with status " + response.statusCode());
            }
            return KeyFiles.publicJwks(response.body());
        } catch (IOException e) {
            throw new CompletionException(e);
        }
    }

    private void end(CompletableFuture<List<JWK>> result, List<JWK> keys, Throwable failure) {
        synchronized (this) {
            fetching = null;
            if (keys != null) {
                kept = new Kept(keys, millis.getAsLong());
            }
        }
        if (failure == null) {
            problem = null;
            result.complete(keys);
            return;
        }
        failures.increment();
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String text = cause instanceof java.util.concurrent.TimeoutException ? "it took too long" : cause.toString();
        problem = "keys cannot be fetched from " + limits.uri() + ": " + text;
        LOG.warn("{}", problem);
        result.completeExceptionally(cause);
    }

    @Override
    public String problem() {
        return problem;
    }

    void collect(MetricSource.Collector collector) {
        collector.counter("auth.token.fetches", "Fetches of a JWK set", fetches.sum());
        collector.counter("auth.token.fetches.failed", "Fetches of a JWK set that failed", failures.sum());
    }

    @Override
    public void close() {
        CompletableFuture<List<JWK>> open;
        synchronized (this) {
            closed = true;
            open = fetching;
        }
        if (open != null) {
            open.completeExceptionally(new IOException("the bundle stops"));
        }
    }
}
