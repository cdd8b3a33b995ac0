package io.polywire.auth.password.internal;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * SHA256(SHA256(password)) of users who logged in by caching_sha2_password in full, by their stored verifier: another
 * password has another verifier, so nothing in here can outlive it. Bounded; what is used least goes first.
 */
final class Sha2Cache implements AutoCloseable {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, byte[]> entries = new LinkedHashMap<>(16, 0.75f, true);
    private final int most;

    Sha2Cache(int most) {
        this.most = most;
    }

    /** A copy, or null. */
    byte[] get(String verifier) {
        lock.lock();
        try {
            byte[] entry = entries.get(verifier);
            return entry == null ? null : entry.clone();
        } finally {
            lock.unlock();
        }
    }

    void put(String verifier, byte[] stage2) {
        lock.lock();
        try {
            Secrets.wipe(entries.put(verifier, stage2));
            trim(most);
        } finally {
            lock.unlock();
        }
    }

    int size() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    private void trim(int size) {
        Iterator<byte[]> oldest = entries.values().iterator();
        while (entries.size() > size) {
            Secrets.wipe(oldest.next());
            oldest.remove();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            trim(0);
        } finally {
            lock.unlock();
        }
    }
}
