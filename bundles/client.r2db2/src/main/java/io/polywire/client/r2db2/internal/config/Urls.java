package io.polywire.client.r2db2.internal.config;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** Reads and writes {@code jdbc:r2db2://host:port,host2:port2/database?option=value}. */
public final class Urls {
    /** How every URL of this driver starts. */
    public static final String PREFIX = "jdbc:r2db2:";

    private static final int MAX_LENGTH = 32_768;

    private Urls() {}

    /** Whether the URL is for this driver; null is not. */
    public static boolean accepts(String url) {
        return url != null && url.startsWith(PREFIX);
    }

    /**
     * Reads a URL and the properties beside it. Where both name an option, the URL wins.
     *
     * @param url must start with {@link #PREFIX}
     * @param properties may be null
     * @throws SQLException 08001 with a text that names what is wrong and repeats no value
     */
    public static Settings parse(String url, Properties properties) throws SQLException {
        try {
            Map<Option, String> values = new EnumMap<>(Option.class);
            if (properties != null) {
                for (String name : properties.stringPropertyNames()) {
                    put(values, name, properties.getProperty(name));
                }
            }
            return parse(url, values);
        } catch (IllegalArgumentException e) {
            throw new SQLException(e.getMessage(), "08001", e);
        }
    }

    private static Settings parse(String url, Map<Option, String> values) {
        if (url.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("The URL is longer than " + MAX_LENGTH + " characters");
        }
        String rest = url.substring(PREFIX.length());
        if (!rest.startsWith("//")) {
            throw new IllegalArgumentException("The URL must start with " + PREFIX + "//");
        }
        rest = rest.substring(2);
        int query = rest.indexOf('?');
        if (query >= 0) {
            options(rest.substring(query + 1), values);
            rest = rest.substring(0, query);
        }
        int slash = rest.indexOf('/');
        if (slash >= 0) {
            String database = decode(rest.substring(slash + 1));
            if (!database.isEmpty()) {
                put(values, Option.DATABASE.key(), database);
            }
            rest = rest.substring(0, slash);
        }
        return new Settings(hosts(rest), values);
    }

    private static void options(String query, Map<Option, String> values) {
        for (String pair : query.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            int equals = pair.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("Each option of the URL must be written as name=value");
            }
            put(values, decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
        }
    }

    private static void put(Map<Option, String> values, String name, String value) {
        Option option = Option.named(name);
        if (option == null) {
            // an option that is misspelt, "tsl" say, must not leave a connection less safe than was asked for
            throw new IllegalArgumentException("There is no option \"" + name + "\"; there are " + names());
        }
        option.check(value);
        values.put(option, value);
    }

    private static String names() {
        StringBuilder names = new StringBuilder();
        for (Option option : Option.values()) {
            names.append(names.isEmpty() ? "" : ", ").append(option.key());
        }
        return names.toString();
    }

    private static List<Host> hosts(String authority) {
        if (authority.indexOf('@') >= 0) {
            throw new IllegalArgumentException("User and password go into the options user and password, not before @");
        }
        List<Host> hosts = new ArrayList<>();
        for (String one : authority.split(",", -1)) {
            hosts.add(host(one.trim()));
        }
        return hosts;
    }

    private static Host host(String text) {
        String name = text;
        String port = null;
        if (text.startsWith("[")) {
            int close = text.indexOf(']');
            if (close < 0) {
                throw new IllegalArgumentException("An IPv6 address in the URL lacks its closing bracket");
            }
            name = text.substring(1, close);
            String after = text.substring(close + 1);
            if (!after.isEmpty() && after.charAt(0) != ':') {
                throw new IllegalArgumentException("After an IPv6 address in brackets only :port may follow");
            }
            port = after.isEmpty() ? null : after.substring(1);
        } else {
            int colon = text.indexOf(':');
            if (colon >= 0) {
                name = text.substring(0, colon);
                port = text.substring(colon + 1);
                if (port.indexOf(':') >= 0) {
                    throw new IllegalArgumentException("Write an IPv6 address in brackets: [::1]:" + Host.DEFAULT_PORT);
                }
            }
        }
        return new Host(name.isEmpty() ? "localhost" : decode(name), port == null ? Host.DEFAULT_PORT : port(port));
    }

    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new IllegalArgumentException("A port must be a whole number from 1 to 65535");
    }

    private static String decode(String text) {
        try {
            // a plus sign is a plus sign here: passwords and tokens hold it, forms are not sent to this URL
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("The URL holds a % that is not followed by two hexadecimal digits", e);
        }
    }

    /** Writes a URL, without the user, the secrets and the paths of key material. */
    static String write(List<Host> hosts, Map<Option, String> values) {
        StringBuilder url = new StringBuilder(PREFIX).append("//");
        for (int i = 0; i < hosts.size(); i++) {
            url.append(i == 0 ? "" : ",").append(hosts.get(i));
        }
        url.append('/');
        String database = values.get(Option.DATABASE);
        if (database != null) {
            url.append(encode(database));
        }
        char separator = '?';
        for (Map.Entry<Option, String> entry : values.entrySet()) {
            Option option = entry.getKey();
            if (option == Option.DATABASE || option == Option.USER || option.secret()) {
                continue;
            }
            url.append(separator).append(option.key()).append('=').append(encode(entry.getValue()));
            separator = '&';
        }
        return url.toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
