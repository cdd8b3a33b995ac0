package io.polywire.protocol.r2db2.internal;

/**
 * A map from the client's numbers to what they stand for: open addressing with linear probing, no object per entry or
 * look-up. Not thread-safe.
 */
final class IntMap<V> {
    private static final int FIRST = 8;

    private int[] keys = new int[FIRST];
    private Object[] values = new Object[FIRST];
    private int size;

    int size() {
        return size;
    }

    /** The value of a key, or null. */
    V get(int key) {
        return value(find(key));
    }

    /** Sets a key; returns its former value, or null. */
    V put(int key, V value) {
        int at = find(key);
        V former = value(at);
        if (former == null) {
            if (2 * (size + 1) > keys.length) {
                grow();
                at = find(key);
            }
            keys[at] = key;
            size++;
        }
        values[at] = value;
        return former;
    }

    /** Removes a key; returns its value, or null. */
    V remove(int key) {
        int at = find(key);
        V former = value(at);
        if (former == null) {
            return null;
        }
        size--;
        values[at] = null;
        // Entries that were pushed past the hole move back, so that probing needs no marks of removal.
        int mask = keys.length - 1;
        for (int next = (at + 1) & mask; values[next] != null; next = (next + 1) & mask) {
            int home = slot(keys[next]);
            if (((next - home) & mask) >= ((next - at) & mask)) {
                keys[at] = keys[next];
                values[at] = values[next];
                values[next] = null;
                at = next;
            }
        }
        return former;
    }

    private int find(int key) {
        int at = slot(key);
        while (values[at] != null && keys[at] != key) {
            at = (at + 1) & (keys.length - 1);
        }
        return at;
    }

    private int slot(int key) {
        // Keys may be chosen so that they collide; multiplying spreads what is in a row, and the map is bounded.
        int h = key * 0x9E3779B9;
        return (h ^ (h >>> 16)) & (keys.length - 1);
    }

    private void grow() {
        int[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new int[2 * oldKeys.length];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int at = find(oldKeys[i]);
                keys[at] = oldKeys[i];
                values[at] = oldValues[i];
            }
        }
    }

    @SuppressWarnings("unchecked")
    private V value(int at) {
        return (V) values[at];
    }
}
