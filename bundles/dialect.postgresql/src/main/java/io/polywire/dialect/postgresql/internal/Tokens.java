package io.polywire.dialect.postgresql.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.dialect.postgresql.internal.Keyword.Category;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The tokens of a text. A token's kind is its character for those of one character, one of the constants, or
 * {@link #KEYWORD} plus a keyword's number. Filled by {@link PgLexer}, then only read.
 */
final class Tokens {
    static final int END = 0;
    static final int IDENTIFIER = 256;
    static final int STRING = 257;
    static final int BITS = 258;
    static final int HEX = 259;
    static final int INTEGER = 260;
    static final int DECIMAL = 261;
    static final int PARAMETER = 262;
    static final int OPERATOR = 263;
    static final int CAST = 264;
    static final int DOT_DOT = 265;
    static final int COLON_EQUALS = 266;
    static final int EQUALS_GREATER = 267;
    static final int LESS_EQUALS = 268;
    static final int GREATER_EQUALS = 269;
    static final int NOT_EQUALS = 270;
    /** The lexer found no token here; its failure is raised when the parser comes to it, not before. */
    static final int FAILURE = 271;

    static final int KEYWORD = 512;

    final String text;
    int count;
    int[] kinds;
    int[] starts;
    int[] ends;
    private Map<Integer, String> decoded;
    private SqlFailure failure;

    Tokens(String text) {
        this.text = text;
        int guess = Math.max(16, text.length() / 4);
        kinds = new int[guess];
        starts = new int[guess];
        ends = new int[guess];
    }

    void add(int kind, int start, int end) {
        if (count == kinds.length) {
            int more = count * 2;
            kinds = Arrays.copyOf(kinds, more);
            starts = Arrays.copyOf(starts, more);
            ends = Arrays.copyOf(ends, more);
        }
        kinds[count] = kind;
        starts[count] = start;
        ends[count++] = end;
    }

    /** Replaces the last tokens, from one on, by a token of a kind. */
    void merge(int from, int kind, int end) {
        count = from + 1;
        kinds[from] = kind;
        ends[from] = end;
    }

    /** Keeps the value of the last token, where it is not what stands between its quotes. */
    void decode(String value) {
        if (decoded == null) {
            decoded = new HashMap<>();
        }
        decoded.put(count - 1, value);
    }

    void fail(SqlFailure f, int start) {
        failure = f;
        add(FAILURE, start, text.length());
    }

    SqlFailure failure() {
        return failure;
    }

    String raw(int i) {
        return text.substring(starts[i], ends[i]);
    }

    /** The name that an identifier or keyword stands for: folded unless quoted, cut to 63 bytes. */
    String name(int i) {
        int kind = kinds[i];
        return kind >= KEYWORD ? Keywords.word(kind - KEYWORD) : Names.truncate(whole(i));
    }

    /** The name that an identifier stands for, at its full length. */
    String whole(int i) {
        if (decoded != null) {
            String value = decoded.get(i);
            if (value != null) {
                return value;
            }
        }
        if (text.charAt(starts[i]) == '"') {
            return text.substring(starts[i] + 1, ends[i] - 1).replace("\"\"", "\"");
        }
        return Names.fold(text, starts[i], ends[i]);
    }

    boolean quoted(int i) {
        if (kinds[i] != IDENTIFIER) {
            return false;
        }
        char c = text.charAt(starts[i]);
        // U&"..." is the only identifier whose second character is no part of a word.
        return c == '"' || ends[i] - starts[i] > 2 && text.charAt(starts[i] + 1) == '&';
    }

    /** The value of a string, bit string or hexadecimal string. */
    String string(int i) {
        if (decoded != null) {
            String value = decoded.get(i);
            if (value != null) {
                return value;
            }
        }
        int from = starts[i];
        return text.substring(from + 1, ends[i] - 1);
    }

    boolean isColumnName(int i) {
        int kind = kinds[i];
        if (kind < KEYWORD) {
            return kind == IDENTIFIER;
        }
        Category c = Keywords.category(kind - KEYWORD);
        return c == Category.UNRESERVED || c == Category.COLUMN_NAME;
    }

    boolean isTypeFunctionName(int i) {
        int kind = kinds[i];
        if (kind < KEYWORD) {
            return kind == IDENTIFIER;
        }
        Category c = Keywords.category(kind - KEYWORD);
        return c == Category.UNRESERVED || c == Category.TYPE_FUNCTION_NAME;
    }

    boolean isNonReserved(int i) {
        int kind = kinds[i];
        return kind == IDENTIFIER || kind >= KEYWORD && Keywords.category(kind - KEYWORD) != Category.RESERVED;
    }

    boolean isLabel(int i) {
        return kinds[i] == IDENTIFIER || kinds[i] >= KEYWORD;
    }

    boolean isBareLabel(int i) {
        int kind = kinds[i];
        return kind == IDENTIFIER || kind >= KEYWORD && Keywords.bareLabel(kind - KEYWORD);
    }

    /** A syntax failure at a token, in PostgreSQL's words. */
    SqlFailure syntax(String message, int i) {
        String where = kinds[i] == END ? " at end of input" : " at or near \"" + raw(i) + "\"";
        return failureAt(FailureKind.SYNTAX, message + where, starts[i]).build();
    }

    /** Begins a failure at a character of the text. */
    SqlFailure.Builder failureAt(FailureKind kind, String message, int offset) {
        return SqlFailure.build(kind, message).position(text.codePointCount(0, offset) + 1);
    }
}
