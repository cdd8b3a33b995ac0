package io.polywire.protocol.postgresql.internal;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.function.BiPredicate;
import java.util.function.Consumer;

/** Statements or portals by name, found by the bytes of a message without making a string of them. */
final class NameMap<V> {
    private static final class Entry<V> {
        final byte[] name;
        final int hash;
        final V value;
        Entry<V> next;

        Entry(byte[] name, int hash, V value, Entry<V> next) {
            this.name = name;
            this.hash = hash;
            this.value = value;
            this.next = next;
        }
    }

    private Entry<V>[] table = table(8);
    private int size;

    @SuppressWarnings("unchecked")
    private static <V> Entry<V>[] table(int length) {
        return (Entry<V>[]) new Entry<?>[length];
    }

    int size() {
        return size;
    }

    /** The value of a name, or null. */
    V get(ByteBuf from, int offset, int length) {
        int hash = hash(from, offset, length);
        for (Entry<V> e = table[hash & table.length - 1]; e != null; e = e.next) {
            if (e.hash == hash && is(e.name, from, offset, length)) {
                return e.value;
            }
        }
        return null;
    }

    /** Adds a name that is not there. */
    void add(byte[] name, V value) {
        if (size >= table.length) {
            grow();
        }
        int hash = Arrays.hashCode(name);
        int slot = hash & table.length - 1;
        table[slot] = new Entry<>(name, hash, value, table[slot]);
        size++;
    }

    /** Removes a name and gives its value, or null. */
    V remove(ByteBuf from, int offset, int length) {
        int hash = hash(from, offset, length);
        int slot = hash & table.length - 1;
        Entry<V> before = null;
        for (Entry<V> e = table[slot]; e != null; before = e, e = e.next) {
            if (e.hash == hash && is(e.name, from, offset, length)) {
                if (before == null) {
                    table[slot] = e.next;
                } else {
                    before.next = e.next;
                }
                size--;
                return e.value;
            }
        }
        return null;
    }

    /** Removes all. */
    void clear(Consumer<V> each) {
        if (size == 0) {
            return;
        }
        Entry<V>[] old = table;
        table = table(8);
        size = 0;
        for (Entry<V> e : old) {
            for (; e != null; e = e.next) {
                each.accept(e.value);
            }
        }
    }

    /** Removes those that a test says so of. */
    void removeIf(BiPredicate<byte[], V> gone) {
        Entry<V>[] old = table;
        table = table(old.length);
        size = 0;
        for (Entry<V> e : old) {
            for (; e != null; e = e.next) {
                if (!gone.test(e.name, e.value)) {
                    add(e.name, e.value);
                }
            }
        }
    }

    private void grow() {
        Entry<V>[] old = table;
        table = table(old.length * 2);
        for (Entry<V> chain : old) {
            for (Entry<V> e = chain; e != null; e = e.next) {
                int slot = e.hash & table.length - 1;
                table[slot] = new Entry<>(e.name, e.hash, e.value, table[slot]);
            }
        }
    }

    /** As {@link Arrays#hashCode(byte[])}. */
    private static int hash(ByteBuf b, int offset, int length) {
        int h = 1;
        for (int i = 0; i < length; i++) {
            h = 31 * h + b.getByte(offset + i);
        }
        return h;
    }

    private static boolean is(byte[] name, ByteBuf b, int offset, int length) {
        if (name.length != length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (name[i] != b.getByte(offset + i)) {
                return false;
            }
        }
        return true;
    }
}
