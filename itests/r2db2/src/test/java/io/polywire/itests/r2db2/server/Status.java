package io.polywire.itests.r2db2.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code bin/polywire status --json} says.
 *
 * @param exit status of the command
 * @param json its answer
 */
public record Status(int exit, String json) {
    public static Status of(Home home) {
        try {
            ProcessBuilder builder = new ProcessBuilder(
                            Home.distribution().resolve("bin/polywire").toString(),
                            "status",
                            "--home",
                            home.root().toString(),
                            "--json")
                    .redirectErrorStream(true);
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            Process process = builder.start();
            String answer = new String(process.getInputStream().readAllBytes());
            process.waitFor(20, TimeUnit.SECONDS);
            return new Status(process.exitValue(), answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** An attribute of a part. */
    public String attribute(String section, String name, String attribute) {
        Matcher part = Pattern.compile("\\{\"section\":\"" + section + "\",\"name\":\"" + name
                        + "\",\"state\":\"[a-z]*\",\"attributes\":\\{[^}]*\"" + attribute + "\":\"([^\"]*)\"")
                .matcher(json);
        if (!part.find()) {
            throw new AssertionError("no " + attribute + " of " + section + " " + name + " in " + json);
        }
        return part.group(1);
    }

    /** State of a part, or null if it is not named. */
    public String state(String section, String name) {
        Matcher part = Pattern.compile(
                        "\\{\"section\":\"" + section + "\",\"name\":\"" + name + "\",\"state\":\"([a-z]*)\"")
                .matcher(json);
        return part.find() ? part.group(1) : null;
    }
}
