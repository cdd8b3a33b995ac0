package io.polywire.auth.password.internal;

/**
 * What the exchanges of caching_sha2_password share.
 *
 * @param form of verifiers
 * @param impossible a verifier for users without one
 * @param cache of fast log-ins
 * @param key for passwords without TLS
 */
record Sha2Service(Sha2Form form, String impossible, Sha2Cache cache, RsaKey key) implements AutoCloseable {
    Sha2Service(int cacheEntries, SqliteUserStore store) {
        this(new Sha2Form(), new Sha2Form().impossible(), new Sha2Cache(cacheEntries), new RsaKey(store));
    }

    /** Without the verifier. */
    @Override
    public String toString() {
        return "Sha2Service[" + cache.size() + "]";
    }

    @Override
    public void close() {
        cache.close();
    }
}
