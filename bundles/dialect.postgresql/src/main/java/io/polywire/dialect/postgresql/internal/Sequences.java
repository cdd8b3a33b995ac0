package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.CreateSequence;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Persistence;
import io.polywire.sql.tree.QualifiedName;
import io.polywire.sql.tree.SequenceOption;
import io.polywire.sql.tree.SequenceOption.Kind;
import io.polywire.sql.tree.TypeName;
import java.util.ArrayList;
import java.util.List;

/** Sequences and their options. */
final class Sequences extends Rules {
    Sequences(PgParser parser) {
        super(parser);
    }

    /** Behind CREATE and what says how long it lives. */
    CreateSequence create(Persistence persistence, int start) {
        expect(SEQUENCE);
        boolean ifNotExists = ifNotExists();
        QualifiedName name = qualifiedName();
        return new CreateSequence(persistence, ifNotExists, name, options(), start, end());
    }

    /** OptParenthesizedSeqOptList. */
    List<SequenceOption> parenthesizedOptions() {
        if (!accept('(')) {
            return List.of();
        }
        List<SequenceOption> options = options();
        if (options.isEmpty()) {
            throw syntax();
        }
        expect(')');
        return options;
    }

    List<SequenceOption> options() {
        List<SequenceOption> options = new ArrayList<>(2);
        for (SequenceOption o; (o = optionOrNull()) != null; ) {
            options.add(o);
        }
        return options;
    }

    /** SeqOptElem, or null if none begins here. */
    SequenceOption optionOrNull() {
        Keyword k = word();
        if (k == null) {
            return null;
        }
        int start = start();
        switch (k) {
            case AS:
                cursor.advance();
                TypeName type = parser.types.simple();
                return new SequenceOption(Kind.AS, null, type, null, start, end());
            case CACHE:
                return numbered(Kind.CACHE);
            case CYCLE:
                return plain(Kind.CYCLE, 1);
            case NO:
                if (next(1, CYCLE)) {
                    return plain(Kind.NO_CYCLE, 2);
                }
                if (next(1, MAXVALUE)) {
                    return plain(Kind.NO_MAXVALUE, 2);
                }
                if (next(1, MINVALUE)) {
                    return plain(Kind.NO_MINVALUE, 2);
                }
                cursor.advance();
                throw syntax();
            case INCREMENT:
                return numbered(Kind.INCREMENT, BY);
            case MAXVALUE:
                return numbered(Kind.MAXVALUE);
            case MINVALUE:
                return numbered(Kind.MINVALUE);
            case OWNED:
                cursor.advance();
                expect(BY);
                return new SequenceOption(Kind.OWNED_BY, null, null, anyName(), start, end());
            case SEQUENCE:
                cursor.advance();
                expect(NAME);
                return new SequenceOption(Kind.SEQUENCE_NAME, null, null, anyName(), start, end());
            case START:
                return numbered(Kind.START, WITH);
            case RESTART:
                return restart();
            case LOGGED, UNLOGGED:
                throw unsupported(k + " of a sequence");
            default:
                return null;
        }
    }

    private SequenceOption plain(Kind kind, int words) {
        int start = start();
        for (int i = 0; i < words; i++) {
            cursor.advance();
        }
        return new SequenceOption(kind, null, null, null, start, end());
    }

    private SequenceOption numbered(Kind kind) {
        int start = start();
        cursor.advance();
        return new SequenceOption(kind, number(), null, null, start, end());
    }

    private SequenceOption numbered(Kind kind, Keyword noise) {
        int start = start();
        cursor.advance();
        accept(noise);
        return new SequenceOption(kind, number(), null, null, start, end());
    }

    SequenceOption restart() {
        int start = start();
        expect(RESTART);
        boolean with = accept(WITH);
        Literal value = with || is('-') || is('+') || is(Tokens.INTEGER) || is(Tokens.DECIMAL) ? number() : null;
        return new SequenceOption(Kind.RESTART, value, null, null, start, end());
    }
}
