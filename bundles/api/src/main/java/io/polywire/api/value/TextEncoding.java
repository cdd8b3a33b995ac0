package io.polywire.api.value;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The character encodings that a client may choose, by PostgreSQL's names (manual, 24.3.1, table 24.1, and its
 * {@code encnames.c} for the other spellings). Inside everything is UTF-8; a wire converts at its edge.
 */
public enum TextEncoding {
    /** Bytes as they are, which have to be UTF-8 here. */
    SQL_ASCII(null),
    UTF8(null, "unicode"),
    LATIN1("ISO-8859-1", "iso88591"),
    LATIN2("ISO-8859-2", "iso88592"),
    LATIN3("ISO-8859-3", "iso88593"),
    LATIN4("ISO-8859-4", "iso88594"),
    LATIN5("ISO-8859-9", "iso88599"),
    LATIN6("ISO-8859-1", "iso885910"),
    LATIN7("ISO-8859-13", "iso885913"),
    LATIN8("ISO-8859-1", "iso885914"),
    LATIN9("ISO-8859-15", "iso885915"),
    LATIN10("ISO-8859-16", "iso885916"),
    ISO_8859_5("ISO-8859-5"),
    ISO_8859_6("ISO-8859-6"),
    ISO_8859_7("ISO-8859-7"),
    ISO_8859_8("ISO-8859-8"),
    WIN1250("windows-1250", "windows1250"),
    WIN1251("windows-1251", "windows1251", "win"),
    WIN1252("windows-1252", "windows1252"),
    WIN1253("windows-1253", "windows1253"),
    WIN1254("windows-1254", "windows1254"),
    WIN1255("windows-1255", "windows1255"),
    WIN1256("windows-1256", "windows1256"),
    WIN1257("windows-1257", "windows1257"),
    WIN1258("windows-1258", "windows1258", "abc", "tcvn", "tcvn5712", "vscii"),
    WIN866("IBM866", "windows866", "alt"),
    WIN874("x-windows-874", "windows874"),
    KOI8R("KOI8-R", "koi8"),
    KOI8U("KOI8-U"),
    EUC_JP("x-eucJP-Open"),
    EUC_CN("GB2312"),
    EUC_KR("EUC-KR"),
    SJIS("windows-31j", "mskanji", "shiftjis", "win932", "windows932"),
    BIG5("Big5", "win950", "windows950"),
    GBK("x-mswin-936", "win936", "windows936"),
    UHC("x-windows-949", "win949", "windows949"),
    JOHAB("x-Johab"),
    GB18030("GB18030"),
    EUC_TW,
    EUC_JIS_2004,
    SHIFT_JIS_2004,
    MULE_INTERNAL;

    private static final Map<String, TextEncoding> BY_NAME = new HashMap<>();

    static {
        for (TextEncoding e : values()) {
            BY_NAME.put(plain(e.name()), e);
            for (String alias : e.aliases) {
                BY_NAME.put(alias, e);
            }
        }
    }

    private final String charset;
    private final boolean known;
    private final String[] aliases;

    TextEncoding() {
        this.charset = null;
        this.known = false;
        this.aliases = new String[0];
    }

    TextEncoding(String charset, String... aliases) {
        this.charset = charset;
        this.known = true;
        this.aliases = aliases;
    }

    /** The encoding of a name in any spelling that PostgreSQL takes; null if it has none. */
    public static TextEncoding named(String name) {
        return BY_NAME.get(plain(name));
    }

    private static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    }

    /** Whether text in it can be converted to and from UTF-8 here; what cannot is refused by name. */
    public boolean isKnown() {
        return known;
    }

    /** Whether text in it is UTF-8 already. */
    public boolean isUtf8() {
        return this == UTF8 || this == SQL_ASCII;
    }

    /**
     * Java's charset that comes nearest to PostgreSQL's conversion, which need not be the same in each character; null
     * if the encoding is UTF-8 or not known.
     */
    public String charset() {
        return charset;
    }
}
