package io.polywire.itests.felix;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer of the control channel to {@code status-json}.
 *
 * @param exit status of the command
 * @param json the whole answer
 * @param parts what it says of each part
 */
record Status(int exit, String json, List<Part> parts) {
    private static final Pattern PART = Pattern.compile(
            "\\{\"section\":\"(.*?)\",\"name\":\"(.*?)\",\"state\":\"(.*?)\",\"attributes\":\\{(.*?)\\}\\}");
    private static final Pattern ATTRIBUTE = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\":\"((?:[^\"\\\\]|\\\\.)*)\"");

    record Part(String section, String name, String state, Map<String, String> attributes) {}

    static Status of(Path home) {
        Properties control = new Properties();
        try (Reader reader = Files.newBufferedReader(home.resolve("data/run/control"))) {
            control.load(reader);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(control.getProperty("port")))) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream()
                    .write((control.getProperty("token") + " status-json\n").getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int line = answer.indexOf('\n');
            String json = answer.substring(line + 1);
            return new Status(Integer.parseInt(answer.substring(0, line)), json, parse(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Part> parse(String json) {
        List<Part> parts = new ArrayList<>();
        Matcher part = PART.matcher(json);
        while (part.find()) {
            Map<String, String> attributes = new LinkedHashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(part.group(4));
            while (attribute.find()) {
                attributes.put(attribute.group(1), attribute.group(2));
            }
            parts.add(new Part(part.group(1), part.group(2), part.group(3), attributes));
        }
        return parts;
    }

    Part part(String section, String name) {
        return parts.stream()
                .filter(p -> p.section().equals(section) && p.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + section + " " + name + " in " + json));
    }
}
