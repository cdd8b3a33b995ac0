package io.polywire.auth.password.internal;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** {@code polywire token ...}: opaque tokens of users. */
final class TokenCommands {
    static final String HELP = """
            polywire token COMMAND [options]: tokens by which users log in instead of by password; works while the server runs

              issue USER                  a new token, which is shown once: standard output has it and nothing else
                  --days N                how long it is good, 1 to 3650; 90 if nothing is said
                  --expires DATE          until when: 2027-01-31, 2027-01-31T12:00:00Z, or never
                  --comment TEXT          what it is for
              list [USER]                 tokens by their ids, without what is secret of them
              revoke ID                   takes one away: the next connection with it is refused
              revoke-all USER             takes all tokens of a user away

              --home DIR                  home of the server, else POLYWIRE_HOME
              --help                      this text

            A listener takes tokens whose auth names the method: auth = token, password""";

    private static final int DEFAULT_DAYS = 90;
    private static final int MOST_COMMENT = 200;

    private final UserTokens tokens;
    private final Clock clock;
    private final PrintStream out;
    private final PrintStream err;

    TokenCommands(UserTokens tokens, Clock clock, PrintStream out, PrintStream err) {
        this.tokens = tokens;
        this.clock = clock;
        this.out = out;
        this.err = err;
    }

    void run(ToolArguments arguments) throws ToolArguments.Wrong {
        switch (arguments.command()) {
            case "issue" -> issue(arguments);
            case "list" -> list(arguments);
            case "revoke" -> tokens.revoke(arguments.operands("ID").get(0));
            case "revoke-all" ->
                err.println(tokens.revokeAll(arguments.operands("USER").get(0)) + " revoked");
            default -> throw new ToolArguments.Wrong("there is no command " + arguments.command());
        }
    }

    private void issue(ToolArguments arguments) throws ToolArguments.Wrong {
        String user = arguments.operands("USER").get(0);
        Instant now = clock.instant();
        if (arguments.days() != null && arguments.expires() != null) {
            throw new ToolArguments.Wrong("--days and --expires say the same thing");
        }
        Instant end = arguments.expires() != null
                ? ToolArguments.date(arguments.expires())
                : now.plus(arguments.days() == null ? DEFAULT_DAYS : arguments.days(), ChronoUnit.DAYS);
        if (end != null && !end.isAfter(now)) {
            throw new ToolArguments.Wrong("its end has passed");
        }
        String comment = arguments.comment();
        if (comment != null
                && (comment.length() > MOST_COMMENT || !comment.equals(UserNames.printable(comment, MOST_COMMENT)))) {
            throw new ToolArguments.Wrong(
                    "a comment has at most " + MOST_COMMENT + " characters, none of them for control");
        }
        StringBuilder id = new StringBuilder();
        out.println(tokens.issue(user, end, comment, id));
        err.println("token " + id + " of " + user + ", " + until(end) + "; it is not shown again");
    }

    private void list(ToolArguments arguments) throws ToolArguments.Wrong {
        List<String> words = arguments.words();
        if (words.size() > 2) {
            throw new ToolArguments.Wrong("list takes at most USER");
        }
        Instant now = clock.instant();
        List<UserTokens.Issued> issued = tokens.list(words.size() == 2 ? words.get(1) : null);
        int width = issued.stream().mapToInt(t -> t.user().length()).max().orElse(0);
        for (UserTokens.Issued t : issued) {
            boolean over = t.expires() != null && !now.isBefore(t.expires());
            out.println(t.user() + " ".repeat(width - t.user().length()) + "  " + t.id() + "  issued "
                    + t.created().truncatedTo(ChronoUnit.SECONDS) + ", "
                    + (over ? "expired " + t.expires().truncatedTo(ChronoUnit.SECONDS) : until(t.expires()))
                    + (t.comment() == null ? "" : ", " + t.comment()));
        }
    }

    private static String until(Instant end) {
        return end == null ? "never expires" : "expires " + end.truncatedTo(ChronoUnit.SECONDS);
    }
}
