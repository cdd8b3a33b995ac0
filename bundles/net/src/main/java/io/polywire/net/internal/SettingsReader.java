package io.polywire.net.internal;

import io.polywire.api.wire.Limits;
import io.polywire.api.wire.TlsMode;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads a listener's configuration. Every key, default and range is here; {@link ListenerConfiguration} describes them. */
final class SettingsReader {
    private static final String WORD = "[a-z0-9][a-z0-9._-]{0,62}";
    private static final int MIB = 1024 * 1024;
    private static final long HOUR = 3_600_000;

    private static final Pattern SERVER_NAME = Pattern.compile("(\\*\\.)?[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

    private final RawSettings raw;

    private SettingsReader(RawSettings raw) {
        this.raw = raw;
    }

    static Settings read(Map<String, ?> configuration) throws BadSetting {
        RawSettings raw = new RawSettings(configuration);
        Settings settings = new SettingsReader(raw).settings(name(configuration));
        raw.refuseUnknown();
        return settings;
    }

    /** The keys that are understood, for the test that holds the description against them. */
    static Set<String> keys() throws BadSetting {
        RawSettings raw = new RawSettings(Map.of("protocol", "any"));
        new SettingsReader(raw).settings("any");
        return raw.known();
    }

    /**
     * The instance's name: what stands behind the dash of its file's name. File Install gives the file; a configuration
     * made otherwise has it in its PID behind the tilde.
     */
    static String name(Map<String, ?> configuration) {
        String prefix = ListenerComponent.PID;
        if (configuration.get("felix.fileinstall.filename") instanceof String file) {
            String last = file.substring(file.lastIndexOf('/') + 1);
            int dot = last.lastIndexOf('.');
            if (last.startsWith(prefix) && dot > prefix.length() + 1) {
                return last.substring(prefix.length() + 1, dot);
            }
        }
        if (configuration.get("service.pid") instanceof String pid) {
            return pid.startsWith(prefix) && pid.length() > prefix.length() + 1
                    ? pid.substring(prefix.length() + 1)
                    : pid;
        }
        return "unnamed";
    }

    private Settings settings(String name) throws BadSetting {
        String protocol = raw.name("protocol", null, WORD, "the name of a protocol, such as r2db2");
        if (protocol == null) {
            throw new BadSetting("protocol", "(missing)", "the name of a protocol, such as r2db2");
        }
        return new Settings(
                name,
                protocol,
                addresses(),
                sockets(),
                raw.integer("port", Settings.PROTOCOL_PORT, 0, 65535, " (0 for any free port)"),
                tls(),
                raw.list("auth", "password", WORD, "names of methods in order, by commas, such as none,password"),
                raw.text("database", null),
                raw.name("dialect", null, WORD, "the name of a dialect, such as sqlite"),
                limits(),
                new Counts(
                        raw.integer("connections.max", 10_000, 1, 1_000_000, ""),
                        raw.integer("connections.per.address", 0, 0, 1_000_000, " (0 for no limit)"),
                        raw.integer("connections.before.auth", 1000, 1, 1_000_000, ""),
                        raw.integer("connections.per.user", 0, 0, 1_000_000, " (0 for no limit)")),
                raw.number("drain.ms", 2000, 0, HOUR, " ms"),
                raw.integer("backlog", 1024, 1, 65535, ""),
                PortRange.parse("auxiliary.ports", raw.text("auxiliary.ports", "0")),
                raw.integer("auxiliary.max", 4, 0, 1000, ""),
                raw.number("bind.retry.ms", 2000, 50, 30_000, " ms"),
                raw.integer("security.lines.per.second", 20, 1, 100_000, ""),
                unixUsers(),
                Map.copyOf(raw.below("protocol.")));
    }

    /** Longest path of a socket: sun_path of the smallest platform has 104 bytes with its terminator. */
    static final int LONGEST_PATH = 103;

    private static final String UNIX = "unix:";

    private List<String> sockets() throws BadSetting {
        List<String> found = new ArrayList<>();
        for (String part : raw.list("address", "127.0.0.1", "\\S+", "addresses")) {
            if (part.startsWith(UNIX)) {
                String path = part.substring(UNIX.length());
                if (path.isEmpty() || path.length() > LONGEST_PATH || path.indexOf('\0') >= 0) {
                    throw new BadSetting("address", part, "unix: and a path of 1 to " + LONGEST_PATH + " characters");
                }
                found.add(path);
            }
        }
        return List.copyOf(found);
    }

    private List<String> unixUsers() throws BadSetting {
        // asked for first, so that the key is known
        String text = raw.text("unix.users", null);
        return text == null
                ? List.of()
                : raw.list("unix.users", "", "[^\\s,]+", "users of this system, by commas, such as root,wazuh");
    }

    private List<InetAddress> addresses() throws BadSetting {
        String allowed = "IP addresses or names of this machine, or unix: and a path, by commas, such as 127.0.0.1,::1";
        List<InetAddress> found = new ArrayList<>();
        for (String part : raw.list("address", "127.0.0.1", "\\S+", allowed)) {
            if (part.startsWith(UNIX)) {
                continue;
            }
            try {
                InetAddress address = InetAddress.getByName(part);
                if (!found.contains(address)) {
                    found.add(address);
                }
            } catch (UnknownHostException e) {
                throw new BadSetting("address", part, allowed, e);
            }
        }
        return List.copyOf(found);
    }

    private Limits limits() throws BadSetting {
        Limits standard = Limits.DEFAULT;
        return new Limits(
                raw.integer("message.before.auth.bytes", standard.messageBeforeAuth(), 1024, 16 * MIB, " bytes"),
                raw.integer("message.max.bytes", standard.message(), 1024, 1024 * MIB, " bytes"),
                raw.number("handshake.ms", standard.handshakeMillis(), 100, HOUR, " ms"),
                raw.number("idle.ms", standard.idleMillis(), 0, 24 * 30 * HOUR, " ms (0 for no limit)"),
                raw.number("write.ms", standard.writeMillis(), 1000, HOUR, " ms"),
                raw.integer("output.bytes", standard.outputBytes(), 8 * 1024, 256 * MIB, " bytes"));
    }

    private TlsSettings tls() throws BadSetting {
        TlsSettings tls = new TlsSettings(
                raw.choice("tls", TlsMode.OFF, TlsMode.class),
                raw.name("tls.provider", null, "[A-Za-z0-9._-]{1,64}", "the name of a provider of TLS, such as BCJSSE"),
                raw.text("tls.certificate", null),
                raw.text("tls.key", null),
                raw.text("tls.keystore", null),
                raw.text("tls.keystore.password.file", null),
                names(),
                raw.text("tls.trust", null),
                raw.choice("tls.client.auth", ClientAuth.NONE, ClientAuth.class),
                raw.list("tls.protocols", "TLSv1.3,TLSv1.2", "TLSv1\\.[23]", "TLSv1.3, TLSv1.2"),
                raw.number("tls.reload.ms", 1000, 100, HOUR, " ms"),
                raw.integer("tls.session.cache", 10_000, 1, 1_000_000, " sessions"),
                raw.integer("tls.session.seconds", 3600, 1, 86_400, " s"));
        if (tls.certificate() != null && tls.keystore() != null) {
            throw new BadSetting("tls.keystore", tls.keystore(), "either tls.certificate or tls.keystore");
        }
        if (tls.key() != null && tls.certificate() == null) {
            throw new BadSetting("tls.key", tls.key(), "a key together with tls.certificate");
        }
        if (tls.keystorePasswordFile() != null && tls.keystore() == null) {
            throw new BadSetting(
                    "tls.keystore.password.file", tls.keystorePasswordFile(), "a file together with tls.keystore");
        }
        if (!tls.names().isEmpty() && tls.mode() == TlsMode.OFF) {
            throw new BadSetting("tls.names", tls.names().get(0).name(), "names only where there is TLS");
        }
        if (tls.clientAuth() != ClientAuth.NONE && tls.trust() == null) {
            throw new BadSetting(
                    "tls.client.auth",
                    tls.clientAuth().name().toLowerCase(Locale.ROOT),
                    "none, or another one together with tls.trust");
        }
        if (tls.clientAuth() == ClientAuth.REQUIRED && tls.mode() == TlsMode.OFF) {
            throw new BadSetting("tls.client.auth", "required", "none or optional where tls = off");
        }
        return tls;
    }

    private List<TlsSettings.Named> names() throws BadSetting {
        String allowed =
                "a server name, or one that begins with *., its certificate's file and its key's, by commas, such"
                        + " as db.example.org config/db.crt config/db.key";
        List<TlsSettings.Named> names = new ArrayList<>();
        Set<String> known = new HashSet<>();
        String text = raw.text("tls.names", null);
        if (text == null) {
            return names;
        }
        for (String entry : text.split(",", -1)) {
            String[] words = entry.strip().split("\\s+");
            String name = words[0].toLowerCase(Locale.ROOT);
            boolean good = (words.length == 2 || words.length == 3)
                    && SERVER_NAME.matcher(name).matches();
            if (!good || !known.add(name)) {
                throw new BadSetting("tls.names", entry.strip(), allowed);
            }
            names.add(new TlsSettings.Named(name, words[1], words[words.length - 1]));
        }
        return List.copyOf(names);
    }
}
