package io.polywire.shell.internal.interactive;

import io.polywire.client.r2db2.SqlSplitter;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Tells the line editor when a statement is complete, and which word the cursor stands in. */
final class SqlParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !complete(line)) {
            throw new EOFError(-1, cursor, "The statement is not complete");
        }
        return Word.at(line, cursor);
    }

    /** Whether a line can be run as it is: a command of the shell, nothing at all, or whole statements. */
    static boolean complete(String line) {
        String text = line.strip();
        if (text.isEmpty() || text.startsWith("\\")) {
            return true;
        }
        SqlSplitter splitter = new SqlSplitter();
        splitter.append(line);
        // the line's end ends a comment that runs to it
        splitter.append("\n");
        while (splitter.next() != null) {
            // statements that are complete
        }
        return !splitter.pending();
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /** A line with the word at its cursor. */
    private record Word(String line, int cursor, String word, int wordCursor) implements CompletingParsedLine {
        static Word at(String line, int cursor) {
            int from = cursor;
            while (from > 0 && part(line.charAt(from - 1))) {
                from--;
            }
            int to = cursor;
            while (to < line.length() && part(line.charAt(to))) {
                to++;
            }
            return new Word(line, cursor, line.substring(from, to), cursor - from);
        }

        private static boolean part(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '\\' || c == '$';
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return wordCursor;
        }

        @Override
        public int rawWordLength() {
            return word.length();
        }
    }
}
