package io.polywire.itests.felix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The distribution's bom.json (CycloneDX): scanners of known vulnerabilities read it, so it has to have everything. */
class BillOfMaterialsIT {
    private static final Path DISTRIBUTION = PolywireExtension.distribution();

    /** The plugin needs a network: a distribution that was built without one has none. */
    @BeforeAll
    static void isThere() {
        assumeTrue(Files.exists(DISTRIBUTION.resolve("bom.json")), "built with -o");
    }

    /** Objects are maps, arrays are lists, anything else is its text. */
    private static Object value(JsonParser in) throws IOException {
        JsonToken token = in.currentToken();
        if (token == JsonToken.START_OBJECT) {
            Map<String, Object> object = new HashMap<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                object.put(name, value(in));
            }
            return object;
        }
        if (token == JsonToken.START_ARRAY) {
            List<Object> array = new ArrayList<>();
            while (in.nextToken() != JsonToken.END_ARRAY) {
                array.add(value(in));
            }
            return array;
        }
        return in.getText();
    }

    private static Map<?, ?> bom() throws IOException {
        try (JsonParser in = new JsonFactory().createParser(Files.readAllBytes(DISTRIBUTION.resolve("bom.json")))) {
            in.nextToken();
            return (Map<?, ?>) value(in);
        }
    }

    /** In a package URL: native files of one library differ by it. */
    private static final Pattern CLASSIFIER = Pattern.compile("[?&]classifier=([^&]+)");

    /** By the name of the jar. */
    private static Map<String, Map<?, ?>> components() throws IOException {
        Map<String, Map<?, ?>> components = new HashMap<>();
        for (Object o : (List<?>) bom().get("components")) {
            Map<?, ?> c = (Map<?, ?>) o;
            Matcher classifier = CLASSIFIER.matcher(String.valueOf(c.get("purl")));
            String tail = classifier.find() ? "-" + classifier.group(1) : "";
            components.put(c.get("name") + "-" + c.get("version") + tail + ".jar", c);
        }
        return components;
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.walk(DISTRIBUTION)) {
            return files.filter(f -> f.toString().endsWith(".jar") && !f.startsWith(DISTRIBUTION.resolve("home")))
                    .toList();
        }
    }

    @Test
    void hasEveryJarWithItsLicenseAndBytes() throws Exception {
        Map<String, Map<?, ?>> components = components();
        List<String> wrong = new ArrayList<>();
        List<Path> jars = jars();
        for (Path jar : jars) {
            Map<?, ?> c = components.get(jar.getFileName().toString());
            if (c == null) {
                wrong.add(jar.getFileName() + " is not in it");
            } else if (!(c.get("licenses") instanceof List<?> licenses) || licenses.isEmpty()) {
                wrong.add(jar.getFileName() + " has no license");
            } else if (!c.get("purl")
                    .toString()
                    .startsWith("pkg:maven/" + c.get("group") + "/" + c.get("name") + "@")) {
                wrong.add(jar.getFileName() + " has no package URL");
            } else if (!hash(c).equals(sha256(jar))) {
                wrong.add(jar.getFileName() + " is another file");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(jars).hasSizeGreaterThan(40);
    }

    private static String hash(Map<?, ?> component) {
        return ((List<?>) component.get("hashes"))
                .stream()
                        .map(h -> (Map<?, ?>) h)
                        .filter(h -> "SHA-256".equals(h.get("alg")))
                        .map(h -> h.get("content").toString())
                        .findFirst()
                        .orElse("none");
    }

    private static String sha256(Path file) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    }

    @Test
    void namesWhatIsWithinJarsByItsVersion() throws IOException {
        Path logging = jars().stream()
                .filter(j -> j.getFileName().toString().startsWith("pax-logging-logback"))
                .findFirst()
                .orElseThrow();
        Map<String, Map<?, ?>> components = components();
        try (JarFile jar = new JarFile(logging.toFile())) {
            for (String part : List.of("core", "classic")) {
                Properties version = new Properties();
                try (InputStream in = jar.getInputStream(
                        jar.getEntry("ch/qos/logback/" + part + "/logback-" + part + "-version.properties"))) {
                    version.load(in);
                }
                assertThat(components)
                        .containsKey(
                                "logback-" + part + "-" + version.getProperty("logback-" + part + "-version") + ".jar");
            }
        }
    }

    @Test
    void isTheSameAtEachBuild() throws IOException {
        Map<?, ?> bom = bom();
        assertThat(bom.get("bomFormat")).isEqualTo("CycloneDX");
        assertThat(bom.get("serialNumber")).as("a number of chance").isNull();
        assertThat(((Map<?, ?>) bom.get("metadata")).get("timestamp")).isNull();
    }
}
