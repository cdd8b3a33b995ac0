package io.polywire.sql.right;

import java.util.Locale;

/** A privilege on an object, with PostgreSQL's letters (documentation 15, 5.7, table 5.1). */
public enum Right {
    INSERT('a'),
    SELECT('r'),
    UPDATE('w'),
    DELETE('d'),
    TRUNCATE('D'),
    REFERENCES('x'),
    TRIGGER('t'),
    USAGE('U'),
    CREATE('C'),
    TEMPORARY('T'),
    CONNECT('c'),
    EXECUTE('X');

    /** All that there are on a table or view. */
    public static final int ON_RELATION = mask(INSERT)
            | mask(SELECT)
            | mask(UPDATE)
            | mask(DELETE)
            | mask(TRUNCATE)
            | mask(REFERENCES)
            | mask(TRIGGER);

    /** All that there are on a column. */
    public static final int ON_COLUMN = mask(INSERT) | mask(SELECT) | mask(UPDATE) | mask(REFERENCES);

    /** All that there are on a sequence. */
    public static final int ON_SEQUENCE = mask(USAGE) | mask(SELECT) | mask(UPDATE);

    /** All that there are on a schema. */
    public static final int ON_SCHEMA = mask(USAGE) | mask(CREATE);

    /** All that there are on a database. */
    public static final int ON_DATABASE = mask(CREATE) | mask(TEMPORARY) | mask(CONNECT);

    /** All that there are on a function. */
    public static final int ON_ROUTINE = mask(EXECUTE);

    /** All that there are on a type. */
    public static final int ON_TYPE = mask(USAGE);

    private final char letter;

    Right(char letter) {
        this.letter = letter;
    }

    /** Its bit in a mask of rights. */
    public int bit() {
        return 1 << ordinal();
    }

    /** Its letter in an access control list. */
    public char letter() {
        return letter;
    }

    /** By its word in any case, or null. */
    public static Right of(String word) {
        String upper = word.toUpperCase(Locale.ROOT);
        if (upper.equals("TEMP")) {
            return TEMPORARY;
        }
        for (Right r : values()) {
            if (r.name().equals(upper)) {
                return r;
            }
        }
        return null;
    }

    private static int mask(Right r) {
        return r.bit();
    }
}
