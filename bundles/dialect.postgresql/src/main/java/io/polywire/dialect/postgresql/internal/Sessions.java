package io.polywire.dialect.postgresql.internal;

import static io.polywire.dialect.postgresql.internal.Keyword.*;

import io.polywire.sql.tree.CloseCursor;
import io.polywire.sql.tree.Deallocate;
import io.polywire.sql.tree.DeclareCursor;
import io.polywire.sql.tree.Discard;
import io.polywire.sql.tree.Execute;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.FetchCursor;
import io.polywire.sql.tree.FetchCursor.Direction;
import io.polywire.sql.tree.Identifier;
import io.polywire.sql.tree.Listen;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Notify;
import io.polywire.sql.tree.Prepare;
import io.polywire.sql.tree.TypeName;
import java.util.List;

/** Prepared statements, cursors and notifications: what a session keeps. */
final class Sessions extends Rules {
    Sessions(PgParser parser) {
        super(parser);
    }

    Prepare prepare() {
        int start = start();
        cursor.advance();
        if (is(TRANSACTION) && next(1, Tokens.STRING)) {
            throw unsupported("PREPARE TRANSACTION", start);
        }
        Identifier name = name();
        List<TypeName> types = is('(') ? parenthesized(parser.types::type) : List.of();
        expect(AS);
        return new Prepare(name, types, parser.preparable(), start, end());
    }

    Execute execute() {
        int start = start();
        expect(EXECUTE);
        Identifier name = name();
        List<Expression> arguments = is('(') ? parser.expressions.parenthesizedList() : List.of();
        return new Execute(name, arguments, start, end());
    }

    Deallocate deallocate() {
        int start = start();
        cursor.advance();
        // PREPARE may also be the statement's name.
        if (is(PREPARE) && (next(1, ALL) || tokens.isColumnName(cursor.at() + 1))) {
            cursor.advance();
        }
        Identifier name = accept(ALL) ? null : name();
        return new Deallocate(name, start, end());
    }

    DeclareCursor declare() {
        int start = start();
        cursor.advance();
        Identifier name = name();
        boolean binary = false;
        Boolean insensitive = null;
        Boolean scroll = null;
        while (!is(CURSOR)) {
            if (accept(BINARY)) {
                binary = true;
            } else if (accept(INSENSITIVE)) {
                insensitive = true;
            } else if (accept(ASENSITIVE)) {
                insensitive = false;
            } else if (accept(SCROLL)) {
                scroll = true;
            } else {
                expect(NO, SCROLL);
                scroll = false;
            }
        }
        cursor.advance();
        boolean hold = accept(WITH);
        if (hold || accept(WITHOUT)) {
            expect(HOLD);
        }
        expect(FOR);
        return new DeclareCursor(name, binary, insensitive, scroll, hold, parser.queries.statement(), start, end());
    }

    /** FETCH and MOVE. */
    FetchCursor fetch() {
        int start = start();
        boolean move = is(MOVE);
        cursor.advance();
        Direction direction = Direction.FORWARD;
        long count = 1;
        // Every word here may also be the cursor's name, if nothing follows it.
        Keyword k = next(1, Tokens.END) || next(1, ';') ? null : word();
        if (is(Tokens.INTEGER) || is('-') || is('+')) {
            count = signedInteger();
        } else if (accept(ALL)) {
            count = Long.MAX_VALUE;
        } else if (k == NEXT) {
            cursor.advance();
        } else if (k == PRIOR) {
            cursor.advance();
            direction = Direction.BACKWARD;
        } else if (k == FIRST || k == LAST) {
            cursor.advance();
            direction = Direction.ABSOLUTE;
            count = k == FIRST ? 1 : -1;
        } else if (k == ABSOLUTE || k == RELATIVE) {
            cursor.advance();
            direction = k == ABSOLUTE ? Direction.ABSOLUTE : Direction.RELATIVE;
            count = signedInteger();
        } else if (k == FORWARD || k == BACKWARD) {
            cursor.advance();
            direction = k == FORWARD ? Direction.FORWARD : Direction.BACKWARD;
            if (is(Tokens.INTEGER) || is('-') || is('+')) {
                count = signedInteger();
            } else if (accept(ALL)) {
                count = Long.MAX_VALUE;
            }
        }
        if (!accept(FROM)) {
            accept(IN);
        }
        return new FetchCursor(move, direction, count, name(), start, end());
    }

    CloseCursor close() {
        int start = start();
        cursor.advance();
        Identifier name = accept(ALL) ? null : name();
        return new CloseCursor(name, start, end());
    }

    Listen listen(boolean listen) {
        int start = start();
        cursor.advance();
        Identifier channel = !listen && accept('*') ? null : name();
        return new Listen(listen, channel, start, end());
    }

    Notify notifying() {
        int start = start();
        cursor.advance();
        Identifier channel = name();
        Literal payload = accept(',') ? string() : null;
        return new Notify(channel, payload, start, end());
    }

    Discard discard() {
        int start = start();
        cursor.advance();
        Discard.What what;
        if (accept(ALL)) {
            what = Discard.What.ALL;
        } else if (accept(PLANS)) {
            what = Discard.What.PLANS;
        } else if (accept(SEQUENCES)) {
            what = Discard.What.SEQUENCES;
        } else {
            if (!accept(TEMP)) {
                expect(TEMPORARY);
            }
            what = Discard.What.TEMPORARY;
        }
        return new Discard(what, start, end());
    }
}
