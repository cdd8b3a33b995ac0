package io.polywire.protocol.r2db2.internal;

import io.polywire.api.codec.Codec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client asked for in its start-up message, as far as the server agrees. An unknown option, or a value that makes
 * no sense, is passed over and not repeated in ReadyForQuery.
 */
final class StartupOptions {
    private static final int MOST_HEARTBEAT_SECONDS = 3_600;
    private static final int MOST_LEVEL = 12;

    private final Map<String, String> accepted = new LinkedHashMap<>();

    final String database;
    final String dialect;
    final String auth;
    final String applicationName;
    final Codec codec;
    final int compressionLevel;
    /** 0 for none. */
    final int heartbeatSeconds;

    final boolean errorFields;
    final boolean describe;
    final boolean readyEvery;
    final boolean extended;
    final boolean cancel;
    final boolean trace;

    StartupOptions(Map<String, String> asked, List<Codec> codecs, boolean traceAllowed) {
        database = asked.get("database");
        dialect = asked.get("dialect");
        auth = asked.get("auth");
        applicationName = asked.get("application_name");
        codec = codec(asked.get("compression"), codecs);
        int level = codec == null ? -1 : number(asked.get("compression_level"), 0, MOST_LEVEL);
        compressionLevel = Math.max(level, 0);
        heartbeatSeconds = Math.max(number(asked.get("heartbeat"), 1, MOST_HEARTBEAT_SECONDS), 0);
        errorFields = "fields".equals(asked.get("errors"));
        describe = "1".equals(asked.get("describe"));
        readyEvery = "every".equals(asked.get("ready"));
        extended = "1".equals(asked.get("extended"));
        cancel = "1".equals(asked.get("cancel"));
        trace = traceAllowed && "1".equals(asked.get("trace"));
        for (Map.Entry<String, String> option : asked.entrySet()) {
            String key = option.getKey();
            if (key.equals("compression") && codec != null) {
                accepted.put(key, codec.name());
            } else if (isAccepted(key, level)) {
                accepted.put(key, option.getValue());
            }
        }
    }

    /** The options that the server agreed to, in the client's order, to be repeated to it. */
    Map<String, String> accepted() {
        return accepted;
    }

    /** A decimal number within a range; -1 for anything else, null included. */
    static int number(String text, int least, int most) {
        if (text == null || text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + (c - '0');
        }
        return value < least || value > most ? -1 : (int) value;
    }

    private boolean isAccepted(String key, int level) {
        return switch (key) {
            case "database", "dialect", "auth", "application_name" -> true;
            case "compression_level" -> level >= 0;
            case "heartbeat" -> heartbeatSeconds > 0;
            case "errors" -> errorFields;
            case "describe" -> describe;
            case "ready" -> readyEvery;
            case "extended" -> extended;
            case "cancel" -> cancel;
            case "trace" -> trace;
            default -> false;
        };
    }

    /** The first of a list that is there. */
    private static Codec codec(String list, List<Codec> codecs) {
        if (list != null) {
            for (String name : list.split(",", -1)) {
                String wanted = name.trim().toLowerCase(Locale.ROOT);
                for (Codec codec : codecs) {
                    if (codec.name().equals(wanted)) {
                        return codec;
                    }
                }
            }
        }
        return null;
    }
}
