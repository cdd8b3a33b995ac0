package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.value.Calendar;
import io.polywire.api.value.Interval;
import io.polywire.api.value.Zone;
import io.polywire.dialect.postgresql.internal.rules.DateTimeTemplates.Kind;
import io.polywire.dialect.postgresql.internal.rules.DateTimeTemplates.Part;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads a date and time as a template says (DCH_from_char and do_to_timestamp of formatting.c). */
final class TemplateReader {
    private static final String FIXED_WIDTH =
            "If your source string is not fixed-width, try using the \"FM\" modifier.";

    private final String text;
    private final List<Part> template;
    private int at;
    private boolean exact;
    /** Whether all of the text and of the template have to meet (the templates of SQL/JSON). */
    private final boolean standard;
    /** Blanks that were passed over without one in the template. */
    private int skipped;

    /** Fields by name; 0 and absent are the same, as in PostgreSQL. */
    private final Map<String, Integer> fields = new HashMap<>();

    /** What the fields count by: null, "Gregorian" or "ISO". */
    private Boolean iso;

    private boolean halfDay;
    private int yearDigits;
    private int zoneSign;

    private long year;
    private int month = 1;
    private long day = 1;
    private boolean haveYear;
    private boolean haveMonth;
    private boolean haveDay;
    private long micros;
    /** Of the fraction of seconds, as FF1 to FF6 say; -1 for all. */
    private int digits = -1;

    TemplateReader(String text, List<Part> template) {
        this(text, template, false);
    }

    /** @param standard whether text and template have to meet to the letter */
    TemplateReader(String text, List<Part> template, boolean standard) {
        this.standard = standard;
        this.exact = standard;
        this.text = text;
        this.template = template;
        scan();
        clock();
        calendar();
    }

    /** Days since 1970. */
    long date() {
        try {
            return Times.date(days());
        } catch (SqlFailure f) {
            throw Times.failure("22008", "date out of range: \"" + text + "\"");
        }
    }

    /** Microseconds since 1970 UTC. */
    long moment(Zone session) {
        long local = Times.moment(Interval.round(local(), digits));
        return zoneSign == 0 ? Times.toMoment(local, session) : Times.moment(local - east() * Times.SECOND);
    }

    /** Microseconds since 1970 of the date and time as they stand there. */
    long local() {
        return Times.moment(days(), micros);
    }

    /** Microseconds of the day. */
    long time() {
        return micros;
    }

    /**
     * Seconds that the zone is ahead of UTC.
     *
     * @param type for the error where the text has none
     */
    int zone(String type) {
        if (zoneSign == 0) {
            throw unmatched("missing time zone in input string for type " + type);
        }
        return east();
    }

    private int east() {
        int h = get("tzh");
        int m = get("tzm");
        if (h < 0 || h > 15 || m < 0 || m > 59) {
            throw Times.failure("22009", "time zone displacement out of range: \"" + text + "\"");
        }
        return zoneSign * (h * 3600 + m * 60);
    }

    private long days() {
        // a day beyond its month goes on into the next one where the date was not given whole
        return Calendar.days(year, month, 1) + day - 1;
    }

    // --- the text -------------------------------------------------------------------------------------------------

    private void scan() {
        int i = 0;
        for (; i < template.size() && at < text.length(); i++) {
            Part p = template.get(i);
            boolean field = p.kind() == Kind.FIELD;
            if (!exact && !(field && p.field().equals("FX")) && (field || i == 0)) {
                skipBlanks();
            }
            if (p.kind() == Kind.SPACE || p.kind() == Kind.SEPARATOR) {
                if (standard && text.charAt(at) != p.text().charAt(0)) {
                    throw unmatched("unmatched format separator \"" + p.text() + "\"");
                }
                if (exact) {
                    step();
                } else {
                    skipped--;
                    if (at < text.length()
                            && (DateTimeTemplates.isSpace(text.charAt(at))
                                    || DateTimeTemplates.isSeparator(text.charAt(at)))) {
                        at++;
                        skipped++;
                    }
                }
                continue;
            }
            if (!field) {
                if (standard && !text.startsWith(p.text(), at)) {
                    throw unmatched("unmatched format character \"" + p.text() + "\"");
                }
                if (!exact && skipped > 0) {
                    skipped--;
                } else {
                    step();
                }
                continue;
            }
            field(p, i);
            if (!exact) {
                skipped = 0;
                skipBlanks();
            }
        }
        if (standard && !template.isEmpty()) {
            if (i < template.size()) {
                throw unmatched("input string is too short for datetime format");
            }
            skipBlanks();
            if (at < text.length()) {
                throw unmatched("trailing characters remain in input string after datetime format");
            }
        }
    }

    private static SqlFailure unmatched(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22007").build();
    }

    private void skipBlanks() {
        while (at < text.length() && DateTimeTemplates.isSpace(text.charAt(at))) {
            at++;
            skipped++;
        }
    }

    private void step() {
        if (at < text.length()) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    private void field(Part p, int i) {
        String name = p.field();
        mode(name);
        switch (name) {
            case "FX" -> exact = true;
            case "A.M.", "P.M." -> {
                set("pm", one(p, List.of("a.m.", "p.m.")), p);
                halfDay = true;
            }
            case "AM", "PM" -> {
                set("pm", one(p, List.of("am", "pm")), p);
                halfDay = true;
            }
            case "A.D.", "B.C." -> set("bc", one(p, List.of("a.d.", "b.c.")), p);
            case "AD", "BC" -> set("bc", one(p, List.of("ad", "bc")), p);
            case "HH", "HH12" -> {
                number("hh", 2, p, i);
                halfDay = true;
            }
            case "HH24" -> number("hh", 2, p, i);
            case "MI" -> number("mi", 2, p, i);
            case "SS" -> number("ss", 2, p, i);
            case "MS" -> fraction("ms", 3, 3, p, i);
            case "US" -> fraction("us", 6, 6, p, i);
            case "FF1", "FF2", "FF3", "FF4", "FF5", "FF6" -> {
                digits = name.charAt(2) - '0';
                fraction("us", digits, 6, p, i);
            }
            case "SSSS", "SSSSS" -> number("ssss", name.length(), p, i);
            case "TZ", "OF" ->
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED, "formatting field \"" + p.text() + "\" is only supported in to_char");
            case "TZH" -> {
                char c = text.charAt(at);
                if (c == '+' || c == '-' || c == ' ') {
                    zoneSign = c == '-' ? -1 : 1;
                    at++;
                } else {
                    zoneSign = skipped > 0 && text.charAt(at - 1) == '-' ? -1 : 1;
                }
                number("tzh", 2, p, i);
            }
            case "TZM" -> {
                zoneSign = zoneSign == 0 ? 1 : zoneSign;
                number("tzm", 2, p, i);
            }
            case "MONTH" -> set("mm", one(p, DateTimeWriter.MONTHS) + 1, p);
            case "MON" -> set("mm", one(p, shortened(DateTimeWriter.MONTHS)) + 1, p);
            case "RM" -> set("mm", 12 - one(p, reversed(DateTimeWriter.ROMAN)), p);
            case "DAY" -> set("d", one(p, DateTimeWriter.DAYS) + 1, p);
            case "DY" -> set("d", one(p, shortened(DateTimeWriter.DAYS)) + 1, p);
            case "ID" -> {
                number("d", 1, p, i);
                fields.merge("d", 1, Integer::sum);
                if (get("d") > 7) {
                    fields.put("d", 1);
                }
            }
            case "IDDD" -> number("ddd", 3, p, i);
            case "IW", "WW" -> number("ww", 2, p, i);
            case "Q" -> number(null, 1, p, i);
            case "Y,YYY" -> thousands(p);
            case "YYYY", "IYYY" -> {
                number("year", 4, p, i);
                yearDigits = 4;
            }
            case "YYY", "IYY", "YY", "IY", "Y", "I" -> {
                int before = get("year");
                fields.remove("year");
                int read = number("year", name.length(), p, i);
                int y = get("year");
                fields.put("year", before);
                set("year", read < 4 ? near2020(y) : y, p);
                yearDigits = name.length();
            }
            default -> number(name.toLowerCase(Locale.ROOT), name.length(), p, i);
        }
        if (p.ordinal() != null && at + 2 <= text.length() && !name.equals("FX")) {
            at += 2;
        }
    }

    private static int near2020(int y) {
        if (y < 70) {
            return y + 2000;
        }
        return y < 100 ? y + 1900 : y < 520 ? y + 2000 : y < 1000 ? y + 1000 : y;
    }

    private static List<String> shortened(List<String> names) {
        return names.stream().map(n -> n.substring(0, 3)).toList();
    }

    private static List<String> reversed(List<String> names) {
        java.util.ArrayList<String> r = new java.util.ArrayList<>(names);
        java.util.Collections.reverse(r);
        return r;
    }

    private void mode(String name) {
        Boolean of = switch (name) {
            case "ID", "IDDD", "IW", "IYYY", "IYY", "IY", "I" -> true;
            case "D",
                    "DD",
                    "DDD",
                    "DAY",
                    "DY",
                    "MM",
                    "MON",
                    "MONTH",
                    "RM",
                    "W",
                    "WW",
                    "Y,YYY",
                    "YYYY",
                    "YYY",
                    "YY",
                    "Y" -> name.equals("DAY") || name.equals("DY") ? null : (Boolean) false;
            default -> null;
        };
        if (of == null) {
            return;
        }
        if (iso != null && !iso.equals(of)) {
            throw SqlFailure.build(FailureKind.DATA, "invalid combination of date conventions")
                    .sqlState("22007")
                    .hint("Do not mix Gregorian and ISO week date conventions in a formatting template.")
                    .build();
        }
        iso = of;
    }

    private int get(String name) {
        return fields.getOrDefault(name, 0);
    }

    private void set(String name, int value, Part p) {
        int before = get(name);
        if (before != 0 && before != value) {
            throw SqlFailure.build(
                            FailureKind.DATA, "conflicting values for \"" + p.text() + "\" field in formatting string")
                    .sqlState("22007")
                    .detail("This value contradicts a previous setting for the same field type.")
                    .build();
        }
        fields.put(name, value);
    }

    /** One of several words, in any case. */
    private int one(Part p, List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            if (text.regionMatches(true, at, words.get(i), 0, words.get(i).length())) {
                at += words.get(i).length();
                return i;
            }
        }
        int end = at;
        while (end < text.length() && !DateTimeTemplates.isSpace(text.charAt(end))) {
            end++;
        }
        throw invalid(
                text.substring(at, end),
                p,
                "The given value did not match any of the allowed values for this field.",
                null);
    }

    private static SqlFailure invalid(String value, Part p, String detail, String hint) {
        return SqlFailure.build(FailureKind.DATA, "invalid value \"" + value + "\" for \"" + p.text() + "\"")
                .sqlState("22007")
                .detail(detail)
                .hint(hint)
                .build();
    }

    private void fraction(String name, int digits, int full, Part p, int i) {
        int read = number("fraction", digits, p, i);
        int v = get("fraction");
        fields.remove("fraction");
        for (int k = read; k < full; k++) {
            v *= 10;
        }
        set(name, v, p);
    }

    /** from_char_parse_int_len: returns how many characters it took. */
    private int number(String name, int width, Part p, int i) {
        int start = at;
        int from = at;
        while (from < text.length() && DateTimeTemplates.isSpace(text.charAt(from))) {
            from++;
        }
        String copy = text.substring(from, Math.min(from + width, text.length()));
        long value;
        if (p.fill() || isLast(p, i)) {
            int end = numberEnd(text, from, text.length());
            value = value(text.substring(from, end));
            at = end == from ? start : end;
        } else {
            if (text.length() - from < width) {
                throw SqlFailure.build(
                                FailureKind.DATA, "source string too short for \"" + p.text() + "\" formatting field")
                        .sqlState("22007")
                        .detail("Field requires " + width + " characters, but only " + (text.length() - from)
                                + " remain.")
                        .hint(FIXED_WIDTH)
                        .build();
            }
            int used = numberEnd(copy, 0, copy.length());
            if (used > 0 && used < width) {
                throw invalid(
                        copy,
                        p,
                        "Field requires " + width + " characters, but only " + used + " could be parsed.",
                        FIXED_WIDTH);
            }
            value = value(copy.substring(0, used));
            at = from + used;
        }
        if (at == start || numberEnd(text, from, text.length()) == from) {
            throw invalid(copy, p, "Value must be an integer.", null);
        }
        if (value != (int) value) {
            throw SqlFailure.build(
                            FailureKind.OUT_OF_RANGE, "value for \"" + p.text() + "\" in source string is out of range")
                    .sqlState("22008")
                    .detail("Value must be in the range -2147483648 to 2147483647.")
                    .build();
        }
        if (name != null) {
            set(name, (int) value, p);
        }
        return at - start;
    }

    /** Where a number with its sign ends. */
    private static int numberEnd(String s, int from, int to) {
        int end = from;
        if (end < to && (s.charAt(end) == '-' || s.charAt(end) == '+')) {
            end++;
        }
        int digits = end;
        while (end < to && Character.digit(s.charAt(end), 10) >= 0 && s.charAt(end) < 0x80) {
            end++;
        }
        return end == digits ? from : end;
    }

    private static long value(String digits) {
        if (digits.isEmpty()) {
            return 0;
        }
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    /** is_next_separator: whether no digit can follow, so that the number may have any length. */
    private boolean isLast(Part p, int i) {
        if (p.ordinal() != null || i + 1 == template.size()) {
            return true;
        }
        Part next = template.get(i + 1);
        if (next.kind() == Kind.FIELD) {
            return switch (next.field()) {
                case "A.D.",
                        "A.M.",
                        "AD",
                        "AM",
                        "B.C.",
                        "BC",
                        "DAY",
                        "DY",
                        "FX",
                        "MONTH",
                        "MON",
                        "OF",
                        "P.M.",
                        "PM",
                        "RM",
                        "TZH",
                        "TZ" -> true;
                default -> false;
            };
        }
        return !(next.text().length() == 1
                && next.text().charAt(0) >= '0'
                && next.text().charAt(0) <= '9');
    }

    /** Y,YYY. */
    private void thousands(Part p) {
        java.util.regex.Matcher m = java.util.regex.Pattern.compile("\\s*([+-]?\\d{1,9}),(\\d{1,3})")
                .matcher(text);
        if (!m.find(at) || m.start() != at) {
            throw SqlFailure.build(FailureKind.DATA, "invalid input string for \"Y,YYY\"")
                    .sqlState("22007")
                    .build();
        }
        set("year", Integer.parseInt(m.group(1)) * 1000 + Integer.parseInt(m.group(2)), p);
        yearDigits = 4;
        at = m.end();
    }

    // --- the whole ------------------------------------------------------------------------------------------------

    private void clock() {
        int seconds = get("ssss");
        long hour = seconds / 3600;
        long minute = seconds / 60 % 60;
        long second = seconds % 60;
        hour = get("hh") != 0 ? get("hh") : hour;
        minute = get("mi") != 0 ? get("mi") : minute;
        second = get("ss") != 0 ? get("ss") : second;
        if (halfDay) {
            if (hour < 1 || hour > 12) {
                throw SqlFailure.build(FailureKind.DATA, "hour \"" + hour + "\" is invalid for the 12-hour clock")
                        .sqlState("22007")
                        .hint("Use the 24-hour clock, or give an hour between 1 and 12.")
                        .build();
            }
            hour = hour % 12 + (get("pm") != 0 ? 12 : 0);
        }
        long fraction = get("ms") * 1000L + get("us");
        boolean bad = hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59;
        if (bad || fraction < 0 || fraction >= Times.SECOND) {
            badField = true;
        }
        micros = hour * Times.HOUR + minute * Times.MINUTE + second * Times.SECOND + fraction;
    }

    private boolean badField;

    private void calendar() {
        boolean bc = get("bc") != 0;
        int y = get("year");
        int cc = bc ? -get("cc") : get("cc");
        if (y != 0) {
            haveYear = true;
            if (cc != 0 && yearDigits <= 2) {
                int rest = y % 100;
                year = rest == 0
                        ? cc * 100L + (cc >= 0 ? 0 : 1)
                        : cc >= 0 ? (cc - 1) * 100L + rest : (cc + 1) * 100L - rest + 1;
            } else {
                year = bc ? -y : y;
                year += year < 0 ? 1 : 0;
            }
        } else if (cc != 0) {
            haveYear = true;
            year = cc >= 0 ? (cc - 1) * 100L + 1 : cc * 100L + 1;
        }
        if (get("j") != 0) {
            take(get("j") + Times.FIRST_DAY);
        }
        if (get("ww") != 0) {
            if (Boolean.TRUE.equals(iso)) {
                long monday = DateTimeFields.mondayOf(year, get("ww"));
                int d = get("d");
                take(d == 0 ? monday : d > 1 ? monday + d - 2 : monday + 6);
            } else {
                fields.put("ddd", (get("ww") - 1) * 7 + 1);
            }
        }
        if (get("w") != 0) {
            fields.put("dd", (get("w") - 1) * 7 + 1);
        }
        if (get("dd") != 0) {
            day = get("dd");
            haveDay = true;
        }
        if (get("mm") != 0) {
            month = get("mm");
            haveMonth = true;
        }
        if (get("ddd") != 0 && (month <= 1 || day <= 1)) {
            dayOfYear(bc);
        }
        validate();
    }

    private void take(long days) {
        long d = Calendar.date(days);
        year = Calendar.year(d);
        month = Calendar.month(d);
        day = Calendar.day(d);
        haveYear = true;
        haveMonth = true;
        haveDay = true;
    }

    private void dayOfYear(boolean bc) {
        if (year == 0 && !bc) {
            throw SqlFailure.build(FailureKind.DATA, "cannot calculate day of year without year information")
                    .sqlState("22007")
                    .build();
        }
        int ddd = get("ddd");
        if (Boolean.TRUE.equals(iso)) {
            take(DateTimeFields.mondayOf(year, 1) + ddd - 1);
            return;
        }
        int i = 1;
        long before = 0;
        while (i < 13 && ddd > before + Calendar.daysOfMonth(year, Math.min(i, 12))) {
            before += Calendar.daysOfMonth(year, Math.min(i, 12));
            i++;
        }
        if (month <= 1) {
            month = i;
            haveMonth = true;
        }
        if (day <= 1) {
            day = ddd - before;
            haveDay = true;
        }
    }

    private void validate() {
        boolean bad = haveMonth && (month < 1 || month > 12) || haveDay && (day < 1 || day > 31);
        bad |= haveYear && haveMonth && haveDay && !bad && day > Calendar.daysOfMonth(year, month);
        if (bad || badField) {
            throw Times.failure("22008", "date/time field value out of range: \"" + text + "\"");
        }
    }
}
