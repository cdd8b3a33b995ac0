package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import what: the table of rooms, held by reading every manifest that is shipped. */
class ManifestsIT {
    private static final String API = "io.polywire.api.";
    private static final String SQL = "io.polywire.sql";
    private static final String NETTY = "io.netty.";
    private static final String BOUNCY_CASTLE = "org.bouncycastle.";
    private static final String SQLITE = "org.sqlite";
    /** What tells who has connected to a Unix-domain socket; the JDK exports it. */
    private static final String SOCKET_OPTIONS = "jdk.net";

    private static final String LZ4 = "net.jpountz.";

    /** What every room may use: of the JDK, and what the framework itself is spoken to with. */
    private static final List<String> ALL = List.of("java.", "javax.", "org.slf4j", "org.osgi.framework");

    /** By symbolic name without {@code io.polywire.}: prefixes of packages of others. */
    private static final Map<String, List<String>> ROOMS = Map.ofEntries(
            Map.entry("api", List.of(NETTY)),
            Map.entry("sql", List.of(API)),
            Map.entry("router", List.of(API, SQL)),
            // Bouncy Castle reads and makes certificates: the JDK can do neither from PEM
            Map.entry("net", List.of(API, NETTY, BOUNCY_CASTLE, SOCKET_OPTIONS)),
            Map.entry("protocol.r2db2", List.of(API, NETTY)),
            Map.entry("wazuh", List.of(API)),
            Map.entry("query", List.of(API, SQL)),
            Map.entry("client.wazuh", List.of("com.fasterxml.jackson.core")),
            Map.entry("protocol.wazuh", List.of(API, NETTY, "io.polywire.wazuh")),
            Map.entry("protocol.postgresql", List.of(API, NETTY)),
            Map.entry("dialect.sqlite", List.of(API, SQL)),
            Map.entry("dialect.postgresql", List.of(API, SQL)),
            Map.entry("auth.password", List.of(API, BOUNCY_CASTLE, SQLITE)),
            Map.entry("auth.token", List.of(API, "com.nimbusds.")),
            Map.entry("auth.certificate", List.of(API)),
            Map.entry("storage.sqlite", List.of(API, SQL, SQLITE)),
            Map.entry("storage.wazuh", List.of(API, "io.polywire.client.wazuh", "com.fasterxml.jackson.core")),
            // the one exception: a fragment of the driver, which has the driver's packages anyway
            Map.entry("storage.sqlite.core", List.of()),
            Map.entry("codec.lz4", List.of(API, LZ4)),
            // compression, and the DataSourceFactory of OSGi where there is one
            Map.entry("client.r2db2", List.of(LZ4, "org.osgi.service.jdbc")),
            Map.entry("shell", List.of("io.polywire.client.r2db2", "org.jline.")),
            Map.entry("control", List.of(API, "org.osgi.service.component.runtime", "org.osgi.service.cm")));

    private static final Map<String, String> FRAGMENTS =
            Map.of("io.polywire.storage.sqlite.core", "org.xerial.sqlite-jdbc");

    @Test
    void everyRoomIsInTheTableAndShipped() throws IOException {
        assertThat(manifests().keySet())
                .containsExactlyInAnyOrderElementsOf(ROOMS.keySet().stream()
                        .map(room -> "io.polywire." + room)
                        .toList());
    }

    @TestFactory
    Stream<DynamicTest> importOnlyWhatTheirRowSays() throws IOException {
        return manifests().entrySet().stream()
                .map(bundle ->
                        DynamicTest.dynamicTest(bundle.getKey(), () -> check(bundle.getKey(), bundle.getValue())));
    }

    private static void check(String name, Attributes manifest) {
        String room = name.substring("io.polywire.".length());
        List<String> allowed = ROOMS.get(room);
        for (String imported : packages(manifest.getValue("Import-Package"))) {
            boolean own = imported.equals(name) || imported.startsWith(name + ".");
            assertThat(own || matches(imported, ALL) || matches(imported, allowed))
                    .as("%s imports %s", name, imported)
                    .isTrue();
        }
        for (String exported : packages(manifest.getValue("Export-Package"))) {
            assertThat(exported).startsWith(name).doesNotContain(".internal");
        }
        assertThat(manifest.getValue("Require-Bundle"))
                .as("Require-Bundle of %s", name)
                .isNull();
        assertThat(manifest.getValue("DynamicImport-Package"))
                .as("DynamicImport-Package of %s", name)
                .isNull();
        String host = manifest.getValue("Fragment-Host");
        assertThat(host == null ? null : host.replaceAll(";.*", "")).isEqualTo(FRAGMENTS.get(name));
    }

    private static boolean matches(String name, List<String> prefixes) {
        return prefixes.stream().anyMatch(p -> name.startsWith(p) || p.equals(name + "."));
    }

    /** Names of packages, without their attributes; a comma may stand within quotes. */
    private static List<String> packages(String header) {
        List<String> names = new ArrayList<>();
        if (header != null) {
            for (String clause : header.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                for (String part : clause.split(";(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                    if (!part.contains("=")) {
                        names.add(part.strip());
                    }
                }
            }
        }
        return names;
    }

    /** Of our own bundles, by symbolic name. */
    private static Map<String, Attributes> manifests() throws IOException {
        Map<String, Attributes> manifests = new TreeMap<>();
        List<Path> jars;
        try (Stream<Path> files = Files.walk(PolywireExtension.distribution())) {
            jars = files.filter(f -> f.getFileName().toString().matches("io\\.polywire\\..*\\.jar"))
                    .toList();
        }
        for (Path jar : jars) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Attributes attributes = file.getManifest().getMainAttributes();
                String name = attributes.getValue("Bundle-SymbolicName");
                // the launcher is no bundle
                if (name != null) {
                    manifests.put(name.replaceAll(";.*", ""), attributes);
                }
            }
        }
        return manifests;
    }
}
