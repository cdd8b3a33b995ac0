package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A template of to_char and to_number for numbers, and what it says of the whole number (NUMDesc_prepare of formatting.c). */
final class NumberTemplate {
    /** What stands for one part of a number, and what begins with the same letters as another behind that. */
    private static final List<String> WORDS = List.of(
            ",", ".", "0", "9", "B", "C", "D", "EEEE", "FM", "G", "L", "MI", "PL", "PR", "RN", "SG", "SP", "S", "TH",
            "V");

    /** Where the sign of S goes. */
    enum Sign {
        NONE,
        BEFORE,
        BEHIND
    }

    /**
     * A part.
     *
     * @param word one of the words in capitals; null for text that is copied
     * @param text as written
     */
    record Part(String word, String text) {}

    final List<Part> parts = new ArrayList<>();
    int pre;
    int post;
    int multi;
    int zeroStart;
    int zeroEnd;
    int preSign;
    Sign sign = Sign.NONE;
    boolean zero;
    boolean decimal;
    boolean fill;
    boolean localSign;
    boolean bracket;
    boolean minus;
    boolean plus;
    boolean roman;
    boolean multiplied;
    boolean exponent;
    private boolean blank;

    private NumberTemplate() {}

    /**
     * Reads a template.
     *
     * @throws SqlFailure 42601 where its parts do not go together
     */
    static NumberTemplate of(String text) {
        NumberTemplate t = new NumberTemplate();
        int p = 0;
        while (p < text.length()) {
            String word = word(text, p);
            if (word != null) {
                t.parts.add(new Part(word, text.substring(p, p + word.length())));
                t.take(word);
                p += word.length();
            } else if (text.charAt(p) == '"') {
                p = t.quoted(text, p + 1);
            } else {
                if (text.charAt(p) == '\\' && p + 1 < text.length() && text.charAt(p + 1) == '"') {
                    p++;
                }
                p = t.copied(text, p);
            }
        }
        return t;
    }

    /** A word in capitals or in small letters throughout. */
    private static String word(String text, int p) {
        for (String w : WORDS) {
            if (text.startsWith(w, p) || text.startsWith(w.toLowerCase(Locale.ROOT), p)) {
                return w;
            }
        }
        return null;
    }

    private int quoted(String text, int from) {
        int p = from;
        while (p < text.length() && text.charAt(p) != '"') {
            if (text.charAt(p) == '\\' && p + 1 < text.length()) {
                p++;
            }
            p = copied(text, p);
        }
        return p + 1;
    }

    private int copied(String text, int p) {
        int next = p + Character.charCount(text.codePointAt(p));
        parts.add(new Part(null, text.substring(p, next)));
        return next;
    }

    private static SqlFailure wrong(String message) {
        return SqlFailure.of(FailureKind.SYNTAX, message);
    }

    private static void refuse(boolean condition, String message) {
        if (condition) {
            throw wrong(message);
        }
    }

    private void take(String word) {
        refuse(exponent && !word.equals("EEEE"), "\"EEEE\" must be the last pattern used");
        switch (word) {
            case "9" -> {
                refuse(bracket, "\"9\" must be ahead of \"PR\"");
                if (multiplied) {
                    multi++;
                } else if (decimal) {
                    post++;
                } else {
                    pre++;
                }
            }
            case "0" -> zero();
            case "B" -> blank |= pre == 0 && post == 0 && !zero;
            case "D", "." -> {
                refuse(decimal, "multiple decimal points");
                refuse(multiplied, "cannot use \"V\" and decimal point together");
                decimal = true;
            }
            case "FM" -> fill = true;
            case "S" -> sign();
            case "MI" -> {
                refuse(localSign, "cannot use \"S\" and \"MI\" together");
                minus = true;
            }
            case "PL" -> {
                refuse(localSign, "cannot use \"S\" and \"PL\" together");
                plus = true;
            }
            case "SG" -> {
                refuse(localSign, "cannot use \"S\" and \"SG\" together");
                minus = true;
                plus = true;
            }
            case "PR" -> {
                refuse(localSign || plus || minus, "cannot use \"PR\" and \"S\"/\"PL\"/\"MI\"/\"SG\" together");
                bracket = true;
            }
            case "RN" -> roman = true;
            case "V" -> {
                refuse(decimal, "cannot use \"V\" and decimal point together");
                multiplied = true;
            }
            case "EEEE" -> {
                refuse(exponent, "cannot use \"EEEE\" twice");
                if (blank || fill || localSign || bracket || minus || plus || roman || multiplied) {
                    throw SqlFailure.build(FailureKind.SYNTAX, "\"EEEE\" is incompatible with other formats")
                            .detail("\"EEEE\" may only be used together with digit and decimal point patterns.")
                            .build();
                }
                exponent = true;
            }
            default -> {
                // says nothing of the whole number
            }
        }
    }

    private void zero() {
        refuse(bracket, "\"0\" must be ahead of \"PR\"");
        if (!zero && !decimal) {
            zero = true;
            zeroStart = pre + 1;
        }
        if (decimal) {
            post++;
        } else {
            pre++;
        }
        zeroEnd = pre + post;
    }

    private void sign() {
        refuse(localSign, "cannot use \"S\" twice");
        refuse(plus || minus || bracket, "cannot use \"S\" and \"PL\"/\"MI\"/\"SG\"/\"PR\" together");
        if (!decimal) {
            sign = Sign.BEFORE;
            preSign = pre;
            localSign = true;
        } else if (sign == Sign.NONE) {
            sign = Sign.BEHIND;
            localSign = true;
        }
    }
}
