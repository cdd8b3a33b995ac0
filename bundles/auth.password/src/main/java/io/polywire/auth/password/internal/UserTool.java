package io.polywire.auth.password.internal;

import io.polywire.api.auth.Membership;
import io.polywire.api.auth.RoleChange;
import io.polywire.api.auth.User;
import io.polywire.api.auth.UserStore;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * {@code polywire user ...}: users and roles from the command line, on the same file as a server that may be running.
 * Exit status 0, 1 for a refusal, 2 for a command line that is not understood.
 */
public final class UserTool {
    private static final String HELP = """
            polywire user COMMAND [options], polywire role COMMAND [options]: users and roles; works while the server runs

              list                        all users and roles
              add NAME [--superuser]      new user; asks for its password twice
              add NAME --no-login         new role, without a password: what "polywire role add NAME" does
              alter NAME [options]        --[no-]login, --[no-]superuser, --[no-]createrole, --[no-]createdb,
                                          --[no-]inherit, --connection-limit N (-1 for none)
              password NAME               new password
              lock NAME | unlock NAME     refuse log-ins, or let them in again
              expire NAME DATE            end of the password: 2027-01-31, 2027-01-31T12:00:00Z, or never
              rename NAME NEWNAME
              drop NAME
              grant ROLE to NAME          membership; with --admin NAME may make others members
              revoke ROLE from NAME

              --password-stdin            the password is the first line of the standard input
              --password-file FILE        the password is the first line of FILE
              --home DIR                  home of the server, else POLYWIRE_HOME
              --help                      this text

            A password never stands on the command line.""";

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;

    UserTool(InputStream in, PrintStream out, PrintStream err) {
        this.in = in;
        this.out = out;
        this.err = err;
    }

    /** Runs a command and exits. */
    public static void main(String[] arguments) {
        int status = new UserTool(System.in, System.out, System.err).run(List.of(arguments));
        System.out.flush();
        System.exit(status);
    }

    /** Runs a command; the exit status. */
    int run(List<String> line) {
        String name = line.contains("--token") ? "polywire token" : "polywire user";
        try {
            ToolArguments arguments = ToolArguments.parse(line);
            String help = arguments.token() ? TokenCommands.HELP : HELP;
            if (arguments.help()) {
                out.println(help);
                return 0;
            }
            if (arguments.command().isEmpty()) {
                err.println(help);
                return 2;
            }
            Path home = home(arguments);
            Properties cfg = ToolConfiguration.file(home.resolve("config/" + PasswordComponent.PID + ".cfg"));
            Settings settings = Settings.of(ToolConfiguration.of(cfg));
            UserDatabase database = UserDatabase.open(StoreDirectory.of(settings.directory(), home.toString()));
            try (SqliteUserStore stored = new SqliteUserStore(database, new VerifierForms(settings), 0)) {
                database.announce(System.getProperty("user.name", "?"), arguments.told());
                if (arguments.token()) {
                    Clock clock = Clock.systemUTC();
                    new TokenCommands(new UserTokens(database, clock), clock, out, err).run(arguments);
                    return 0;
                }
                UserStore store = isDevelopment(home) && settings.developmentUser()
                        ? new DevelopmentStore(stored, stored.forms())
                        : stored;
                command(arguments, store);
            }
            return 0;
        } catch (ToolArguments.Wrong e) {
            err.println(name + ": " + e.getMessage());
            err.println("Try: " + name + " --help");
            return 2;
        } catch (SqlFailure e) {
            err.println(name + ": " + e.getMessage());
            if (e.hint() != null) {
                err.println("Hint: " + e.hint());
            }
            if (e.getCause() != null) {
                err.println("Cause: " + e.getCause().getMessage());
            }
            return 1;
        } catch (IOException e) {
            err.println("polywire user: the password cannot be read: " + e.getMessage());
            return 1;
        }
    }

    private static Path home(ToolArguments arguments) throws ToolArguments.Wrong {
        if (arguments.home() != null) {
            return arguments.home();
        }
        String home = System.getProperty("polywire.home", System.getenv("POLYWIRE_HOME"));
        if (home == null || home.isEmpty()) {
            throw new ToolArguments.Wrong("the home is not known: use --home DIR or set POLYWIRE_HOME");
        }
        return Path.of(home);
    }

    private static boolean isDevelopment(Path home) {
        Properties router = ToolConfiguration.file(home.resolve("config/io.polywire.router.cfg"));
        return router.getProperty("profile", "development").trim().equals("development")
                || List.of(router.getProperty("allow", "").trim().split("[,\\s]+"))
                        .contains("development-user");
    }

    private void command(ToolArguments arguments, UserStore store) throws ToolArguments.Wrong, IOException {
        switch (arguments.command()) {
            case "list" -> {
                arguments.operands();
                list(store.list());
            }
            case "add" -> add(arguments, arguments.operands("NAME").get(0), store);
            case "password" -> password(arguments, arguments.operands("NAME").get(0), store);
            case "lock" -> change(store, arguments.operands("NAME").get(0), u -> u.withLocked(true));
            case "unlock" -> change(store, arguments.operands("NAME").get(0), u -> u.withLocked(false));
            case "expire" -> {
                List<String> o = arguments.operands("NAME", "DATE");
                Instant end = ToolArguments.date(o.get(1));
                change(store, o.get(0), u -> u.withExpires(end));
            }
            case "rename" -> {
                List<String> o = arguments.operands("NAME", "NEWNAME");
                change(store, o.get(0), u -> u.withName(o.get(1)));
            }
            case "alter" -> {
                String name = arguments.operands("NAME").get(0);
                store.update(arguments.altered(require(store, name)));
            }
            case "drop" -> store.drop(arguments.operands("NAME").get(0));
            case "grant" -> {
                List<String> o = member(arguments, "to");
                User member = require(store, o.get(2));
                if (member.id() == 0) {
                    change(store, o.get(2), u -> withRole(u, o.get(0), true));
                } else {
                    store.apply(List.of(new RoleChange.Join(
                            new Membership(require(store, o.get(0)).id(), member.id(), 0, arguments.admin()))));
                }
            }
            case "revoke" -> {
                List<String> o = member(arguments, "from");
                change(store, o.get(2), u -> withRole(u, o.get(0), false));
            }
            default -> throw new ToolArguments.Wrong("there is no command " + arguments.command());
        }
    }

    private static List<String> member(ToolArguments arguments, String word) throws ToolArguments.Wrong {
        List<String> operands = arguments.operands("ROLE", word, "NAME");
        if (!operands.get(1).equalsIgnoreCase(word)) {
            throw new ToolArguments.Wrong(arguments.command() + " takes ROLE " + word + " NAME");
        }
        return operands;
    }

    private void add(ToolArguments arguments, String name, UserStore store) throws ToolArguments.Wrong, IOException {
        if (!arguments.login()) {
            store.create(name, false, arguments.superuser());
            return;
        }
        UserNames.check(name);
        if (store.find(name) != null) {
            // before a person is asked for a password
            throw SqlFailure.of(FailureKind.DUPLICATE_OBJECT, "user \"" + name + "\" already exists");
        }
        char[] password = ToolPassword.read(arguments, in);
        try {
            // refused before the user is there without one
            Secrets.wipe(Secrets.newPassword(password));
            store.create(name, true, arguments.superuser());
            store.setPassword(name, password);
        } finally {
            Secrets.wipe(password);
        }
    }

    private void password(ToolArguments arguments, String name, UserStore store)
            throws ToolArguments.Wrong, IOException {
        require(store, name);
        char[] password = ToolPassword.read(arguments, in);
        try {
            store.setPassword(name, password);
        } finally {
            Secrets.wipe(password);
        }
    }

    private static User require(UserStore store, String name) {
        User user = store.find(name);
        if (user == null) {
            throw SqliteUserStore.missing(name);
        }
        return user;
    }

    private static void change(UserStore store, String name, UnaryOperator<User> change) {
        store.update(change.apply(require(store, name)));
    }

    private static User withRole(User u, String role, boolean member) {
        TreeSet<String> roles = new TreeSet<>(u.roles());
        if (member) {
            roles.add(role);
        } else if (!roles.remove(role)) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT, "user \"" + u.name() + "\" is not a member of \"" + role + "\"");
        }
        return u.withRoles(roles);
    }

    private void list(List<User> users) {
        int width = users.stream().mapToInt(u -> u.name().length()).max().orElse(0);
        for (User u : users) {
            StringBuilder line = new StringBuilder(u.name());
            line.append(" ".repeat(width - u.name().length()));
            line.append(u.login() ? "  user" : "  role");
            add(line, u.superuser(), "superuser");
            add(line, u.attributes().createRole(), "createrole");
            add(line, u.attributes().createDatabase(), "createdb");
            add(line, !u.attributes().inherit(), "noinherit");
            add(
                    line,
                    u.attributes().connectionLimit() >= 0,
                    "at most " + u.attributes().connectionLimit() + " connections");
            add(line, u.locked(), "locked");
            add(line, u.id() == 0, "development");
            add(line, u.expires() != null, "expires " + u.expires());
            add(line, !u.roles().isEmpty(), "member of " + String.join(" ", new TreeSet<>(u.roles())));
            add(
                    line,
                    !u.verifiers().isEmpty(),
                    "password for "
                            + String.join(" ", new TreeSet<>(u.verifiers().keySet())));
            out.println(line);
        }
    }

    private static void add(StringBuilder line, boolean present, String text) {
        if (present) {
            line.append(", ").append(text);
        }
    }
}
