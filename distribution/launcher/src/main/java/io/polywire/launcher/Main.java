package io.polywire.launcher;

import java.nio.file.Path;
import java.util.List;

/**
 * {@code Main COMMAND HOME [ARGS]}: what {@code bin/polywire} has left to do once it knows the Java to use. The script
 * reads the options; this reads what the script made of them.
 */
public final class Main {
    private Main() {}

    /** Runs one command and exits with its status. */
    public static void main(String[] args) {
        int status;
        try {
            status = run(List.of(args));
        } catch (Failure e) {
            System.err.println("polywire: " + e.getMessage());
            status = e.status();
        } catch (InterruptedException e) {
            status = ExitStatus.FAILED;
        }
        System.exit(status);
    }

    private static int run(List<String> args) throws InterruptedException {
        if (args.size() < 2) {
            throw new Failure(ExitStatus.USAGE, "wanted a command and a home");
        }
        Path home = Path.of(args.get(1)).toAbsolutePath().normalize();
        List<String> rest = args.subList(2, args.size());
        return switch (args.get(0)) {
            case "run" -> Server.run(new Home(home), distribution(), portOffset(rest));
            case "await" -> Remote.awaitReport(new Home(home), pid(rest));
            case "status" -> Remote.status(new Home(home), rest);
            case "stop" -> Remote.stop(new Home(home));
            case "backup" -> Backup.run(new Home(home), rest);
            case "restore" -> Restore.run(new Home(home), rest);
            case "check" -> Check.run(new Home(home), rest);
            default -> throw new Failure(ExitStatus.USAGE, "there is no command " + args.get(0));
        };
    }

    /** The directory above {@code lib/}, where this jar is. */
    private static Path distribution() {
        try {
            Path jar = Path.of(Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return jar.getParent().getParent();
        } catch (java.net.URISyntaxException e) {
            throw new Failure(ExitStatus.FAILED, "the distribution's directory cannot be named: " + e.getMessage(), e);
        }
    }

    private static int portOffset(List<String> args) {
        if (args.isEmpty()) {
            return 0;
        }
        try {
            int offset = Integer.parseInt(args.get(0));
            if (offset >= 0 && offset <= 60_000) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // said below, as for a number out of range
        }
        throw new Failure(
                ExitStatus.USAGE, "--port-offset is " + args.get(0) + "; it must be a number from 0 to 60000");
    }

    private static long pid(List<String> args) {
        if (args.isEmpty()) {
            throw new Failure(ExitStatus.USAGE, "await wants a process");
        }
        return Long.parseLong(args.get(0));
    }
}
