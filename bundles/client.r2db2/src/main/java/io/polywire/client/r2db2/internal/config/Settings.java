package io.polywire.client.r2db2.internal.config;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All that one connection was asked to be. Immutable; its text form leaves the secrets out. */
public final class Settings {
    /** Rows fetched at a time where neither the URL nor the statement says otherwise. */
    public static final int DEFAULT_FETCH_SIZE = 1000;

    private final List<Host> hosts;
    private final Map<Option, String> values;

    /**
     * @param hosts at least one
     * @param values checked by {@link Option#check}
     */
    public Settings(List<Host> hosts, Map<Option, String> values) {
        this.hosts = List.copyOf(hosts);
        this.values = new EnumMap<>(Option.class);
        this.values.putAll(values);
    }

    /** The hosts in the order they were named. */
    public List<Host> hosts() {
        return hosts;
    }

    /** The value, or the default; null where there is neither. */
    public String text(Option option) {
        String value = values.get(option);
        return value == null ? option.initial() : value;
    }

    /** The value of an option that is a number. */
    public int number(Option option) {
        return Integer.parseInt(text(option));
    }

    /** The value of an option that is true or false. */
    public boolean flag(Option option) {
        return Boolean.parseBoolean(text(option));
    }

    /** The fetch size for statements that set none; never 0. */
    public int fetchSize() {
        int size = number(Option.FETCH_SIZE);
        return size == 0 ? DEFAULT_FETCH_SIZE : size;
    }

    /** The URL of these settings without user, password and other secrets. */
    public String url() {
        return Urls.write(hosts, values);
    }

    @Override
    public String toString() {
        return url();
    }
}
