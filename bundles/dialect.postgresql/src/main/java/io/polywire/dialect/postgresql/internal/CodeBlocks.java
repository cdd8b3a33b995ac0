package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.BlockStep;
import io.polywire.sql.tree.Do;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Takes a block of PL/pgSQL apart (manual, chapter 43) as far as it is served: blocks with EXCEPTION, IF, PERFORM, EXECUTE,
 * RAISE, NULL, RETURN and SQL. Variables, loops and cursors are refused by name.
 *
 * <p>SQL is found as PostgreSQL finds it: up to the next semicolon, or the next THEN, outside of parentheses.
 */
final class CodeBlocks {
    private static final Set<String> LEVELS = Set.of("debug", "log", "info", "notice", "warning", "exception");
    private static final Set<String> RAISE_OPTIONS =
            Set.of("message", "detail", "hint", "errcode", "column", "constraint", "datatype", "table", "schema");
    private static final Set<String> REFUSED = Set.of(
            "loop",
            "while",
            "for",
            "foreach",
            "case",
            "exit",
            "continue",
            "open",
            "fetch",
            "move",
            "close",
            "get",
            "call",
            "commit",
            "rollback",
            "assert",
            "declare");
    private static final int MOST_NESTED = 200;

    private final String text;
    private final Tokens tokens;
    private int at;
    private int depth;

    private CodeBlocks(String text) {
        this.text = text;
        this.tokens = PgLexer.lex(text, true);
    }

    /**
     * The block that a statement has.
     *
     * @param whole the statement's text
     * @throws SqlFailure 42601 for what is not well formed, 0A000 for what is refused by name, with a position in the
     *     statement where the literal stands for itself
     */
    static BlockStep.Block of(Do tree, String whole) {
        String language = tree.language();
        if (language != null && !language.equals("plpgsql")) {
            if (List.of("sql", "c", "internal").contains(language)) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED,
                        "language \"" + language + "\" does not support inline code execution");
            }
            throw SqlFailure.of(FailureKind.UNDEFINED_OBJECT, "language \"" + language + "\" does not exist");
        }
        String value = tree.body().value();
        int literal = tree.body().start();
        int offset = whole.indexOf(value, literal);
        try {
            return new CodeBlocks(value).whole();
        } catch (SqlFailure f) {
            if (f.position() == 0) {
                throw f;
            }
            boolean known = offset >= 0 && whole.startsWith("$", literal);
            throw f.but()
                    .position(known ? f.position() + whole.codePointCount(0, offset) : 0)
                    .build();
        }
    }

    private BlockStep.Block whole() {
        BlockStep.Block b = block();
        accept(";");
        if (kind() != Tokens.END) {
            throw syntax();
        }
        return b;
    }

    // --- tokens ---------------------------------------------------------------------------------------------------

    private int kind() {
        return tokens.kinds[at];
    }

    private String word(int i) {
        boolean word = tokens.kinds[i] == Tokens.IDENTIFIER && !tokens.quoted(i) || tokens.kinds[i] >= Tokens.KEYWORD;
        return word ? tokens.raw(i).toLowerCase(Locale.ROOT) : "";
    }

    private boolean is(String word) {
        return word(at).equals(word) || word.equals(";") && kind() == ';';
    }

    private boolean accept(String word) {
        if (is(word)) {
            at++;
            return true;
        }
        return false;
    }

    private void expect(String word) {
        if (!accept(word)) {
            throw syntax();
        }
    }

    private SqlFailure syntax() {
        return tokens.syntax("syntax error", at);
    }

    private SqlFailure unsupported(String what) {
        return tokens.failureAt(FailureKind.UNSUPPORTED, what + " is not supported", tokens.starts[at])
                .build();
    }

    private int line() {
        return 1
                + (int) text.substring(0, tokens.starts[at])
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
    }

    /** The text up to a token that ends it, outside of parentheses; the token is taken. */
    private String until(String... ends) {
        int from = at;
        int open = 0;
        while (true) {
            int k = kind();
            if (k == Tokens.FAILURE) {
                throw tokens.failure();
            }
            if (k == Tokens.END) {
                throw syntax();
            }
            if (open == 0) {
                for (String end : ends) {
                    if (is(end)) {
                        if (at == from) {
                            throw syntax();
                        }
                        return text.substring(tokens.starts[from], tokens.ends[at++ - 1]);
                    }
                }
            }
            if (k == '(' || k == '[') {
                open++;
            } else if (k == ')' || k == ']') {
                if (--open < 0) {
                    throw tokens.failureAt(FailureKind.SYNTAX, "mismatched parentheses", tokens.starts[at])
                            .build();
                }
            } else if (k == ';') {
                throw tokens.failureAt(
                                FailureKind.SYNTAX,
                                open > 0
                                        ? "mismatched parentheses"
                                        : "missing \"" + ends[0].toUpperCase(Locale.ROOT)
                                                + "\" at end of SQL expression",
                                tokens.starts[at])
                        .build();
            }
            at++;
        }
    }

    // --- statements -----------------------------------------------------------------------------------------------

    private BlockStep.Block block() {
        int line = line();
        if (tokens.raw(at).equals("<<")) {
            throw unsupported("a label in a block");
        }
        if (is("declare") && word(at + 1).equals("begin")) {
            at++;
        }
        if (is("declare")) {
            throw unsupported("a variable in a block");
        }
        expect("begin");
        List<BlockStep> steps = steps();
        List<BlockStep.Handler> handlers = new ArrayList<>();
        if (accept("exception")) {
            do {
                handlers.add(handler());
            } while (is("when"));
        }
        expect("end");
        if (kind() != ';' && kind() != Tokens.END) {
            throw tokens.kinds[at] == Tokens.IDENTIFIER ? unsupported("a label in a block") : syntax();
        }
        return new BlockStep.Block(steps, handlers, line);
    }

    private BlockStep.Handler handler() {
        expect("when");
        List<String> states = new ArrayList<>();
        boolean others = false;
        do {
            if (is("sqlstate") && tokens.kinds[at + 1] == Tokens.STRING) {
                at++;
                states.add(state());
                continue;
            }
            if (word(at).isEmpty()) {
                throw syntax();
            }
            others |= is("others");
            if (!is("others")) {
                states.addAll(Conditions.states(word(at)));
            }
            at++;
        } while (accept("or"));
        expect("then");
        return new BlockStep.Handler(states, others, steps());
    }

    /** A SQLSTATE as a literal. */
    private String state() {
        String state = tokens.string(at);
        if (!Conditions.isState(state)) {
            throw tokens.failureAt(FailureKind.SYNTAX, "invalid SQLSTATE code", tokens.starts[at])
                    .build();
        }
        at++;
        return state;
    }

    /** Up to a word that ends a list of statements, which stays. */
    private List<BlockStep> steps() {
        if (++depth > MOST_NESTED) {
            throw SqlFailure.of(FailureKind.LIMIT, "blocks are nested too deeply");
        }
        List<BlockStep> all = new ArrayList<>();
        while (!is("end") && !is("exception") && !is("elsif") && !is("elseif") && !is("else") && !is("when")) {
            BlockStep s = step();
            if (s != null) {
                all.add(s);
            }
        }
        depth--;
        return all;
    }

    private BlockStep step() {
        if (kind() == Tokens.FAILURE) {
            throw tokens.failure();
        }
        int line = line();
        String word = word(at);
        boolean assigns = tokens.kinds[at + (kind() == Tokens.END ? 0 : 1)] == Tokens.COLON_EQUALS
                || !word.isEmpty() && tokens.kinds[at + 1] == '=';
        if (assigns) {
            throw unsupported("an assignment in a block");
        }
        switch (word) {
            case "begin":
                BlockStep b = block();
                expect(";");
                return b;
            case "null":
                at++;
                expect(";");
                return null;
            case "if":
                return choice(line);
            case "raise":
                at++;
                return raise(line);
            case "return":
                at++;
                expect(";");
                return new BlockStep.Return(line);
            case "perform":
                at++;
                return new BlockStep.Perform(sql("SELECT "), line);
            case "execute":
                at++;
                refuseInto("using");
                return new BlockStep.Dynamic(until(";"), line);
            case "":
                if (kind() != '(') {
                    throw syntax();
                }
                break;
            default:
                if (REFUSED.contains(word)) {
                    throw unsupported(word.toUpperCase(Locale.ROOT) + " in a block");
                }
        }
        if (!word.equals("insert") && !word.equals("merge") && !word.equals("import")) {
            refuseInto("");
        }
        return new BlockStep.Run(sql(""), line);
    }

    /** A statement up to the semicolon; what is not well formed is found before anything runs. */
    private String sql(String before) {
        int from = tokens.starts[at];
        String sql = before + until(";");
        try {
            PgParser.parse(sql, true);
        } catch (SqlFailure f) {
            if (f.kind() == FailureKind.SYNTAX && f.position() > before.length()) {
                throw f.but()
                        .position(f.position() - before.length() + text.codePointCount(0, from))
                        .build();
            }
            // what is refused by name may never be reached
        }
        return sql;
    }

    /** INTO would fill a variable. */
    private void refuseInto(String orElse) {
        int open = 0;
        for (int i = at; tokens.kinds[i] != ';' && tokens.kinds[i] != Tokens.END; i++) {
            int k = tokens.kinds[i];
            open += k == '(' ? 1 : k == ')' ? -1 : 0;
            boolean insert =
                    i > at && (word(i - 1).equals("insert") || word(i - 1).equals("merge"));
            if (open == 0 && !insert && (word(i).equals("into") || word(i).equals(orElse) && !orElse.isEmpty())) {
                throw unsupported(word(i).toUpperCase(Locale.ROOT) + " in a block");
            }
        }
    }

    private BlockStep choice(int line) {
        List<BlockStep.Branch> branches = new ArrayList<>();
        do {
            at++;
            String condition = until("then");
            branches.add(new BlockStep.Branch(condition, steps()));
        } while (is("elsif") || is("elseif"));
        List<BlockStep> otherwise = accept("else") ? steps() : List.of();
        expect("end");
        expect("if");
        expect(";");
        return new BlockStep.If(branches, otherwise, line);
    }

    private BlockStep raise(int line) {
        String level = LEVELS.contains(word(at)) ? word(at) : "exception";
        if (LEVELS.contains(word(at))) {
            at++;
        }
        String message = null;
        String condition = null;
        String state = null;
        List<String> arguments = new ArrayList<>();
        List<BlockStep.RaiseOption> options = new ArrayList<>();
        String end = ";";
        if (kind() == Tokens.STRING) {
            int format = at;
            message = tokens.string(at++);
            while (kind() == ',') {
                at++;
                arguments.add(argument());
            }
            if (places(message) != arguments.size()) {
                throw tokens.failureAt(
                                FailureKind.SYNTAX,
                                "too " + (places(message) > arguments.size() ? "few" : "many")
                                        + " parameters specified for RAISE",
                                tokens.starts[format])
                        .build();
            }
        } else if (is("sqlstate") && tokens.kinds[at + 1] == Tokens.STRING) {
            at++;
            state = state();
            condition = state;
        } else if (!is("using") && kind() != ';') {
            if (word(at).isEmpty()) {
                throw syntax();
            }
            condition = word(at);
            state = Conditions.states(condition).get(0);
            at++;
        }
        if (accept("using")) {
            do {
                String name = word(at);
                if (!RAISE_OPTIONS.contains(name)) {
                    throw tokens.failureAt(FailureKind.SYNTAX, "unrecognized RAISE statement option", tokens.starts[at])
                            .build();
                }
                at++;
                if (kind() != '=' && kind() != Tokens.COLON_EQUALS) {
                    throw syntax();
                }
                at++;
                options.add(new BlockStep.RaiseOption(name, argument()));
            } while (kind() == ',' && at++ >= 0);
        }
        expect(end);
        return new BlockStep.Raise(level, state, message, condition, arguments, options, line);
    }

    /** An expression up to a comma, USING or the semicolon, which stays. */
    private String argument() {
        int from = at;
        int open = 0;
        while (open > 0 || kind() != ',' && kind() != ';' && !is("using")) {
            int k = kind();
            if (k == Tokens.FAILURE) {
                throw tokens.failure();
            }
            if (k == Tokens.END) {
                throw syntax();
            }
            open += k == '(' || k == '[' ? 1 : k == ')' || k == ']' ? -1 : 0;
            at++;
        }
        if (at == from) {
            throw syntax();
        }
        return text.substring(tokens.starts[from], tokens.ends[at - 1]);
    }

    /** How many arguments a message has places for: a percent sign is one, two of them stand for the sign. */
    private static int places(String message) {
        int n = 0;
        for (int i = 0; i < message.length(); i++) {
            if (message.charAt(i) == '%') {
                boolean twice = i + 1 < message.length() && message.charAt(i + 1) == '%';
                i += twice ? 1 : 0;
                n += twice ? 0 : 1;
            }
        }
        return n;
    }
}
