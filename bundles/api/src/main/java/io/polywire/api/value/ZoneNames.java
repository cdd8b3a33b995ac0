package io.polywire.api.value;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Abbreviations of time zones. Java does not keep those of the tz database, and its display names are not the same; so
 * this is the part of them that is in wide use. A zone that is not here is written with its offset, as the tz
 * database does for zones without letters; an abbreviation that is not here is refused on input.
 */
final class ZoneNames {
    /** Abbreviations before this moment (1970-01-01) are history that the table does not tell. */
    private static final long SINCE = 0;

    /** By zone: standard and summer abbreviation. */
    private static final Map<String, String[]> BY_ZONE = new HashMap<>();
    /** By abbreviation that is written: seconds east of UTC. */
    private static final Map<String, Integer> OFFSETS = new HashMap<>();

    /** What input takes: PostgreSQL's set "Default", as far as an abbreviation always means the same; * is summer time. */
    private static final String[] DEFAULT = {
        "-36000 hst taht",
        "-34200 mart",
        "-32400 akst gamt",
        "-28800 pst",
        "*-28800 akdt",
        "-25200 mst",
        "*-25200 pdt",
        "-21600 cst galt",
        "*-21600 mdt",
        "-18000 act cot est pet",
        "*-18000 cdt",
        "-14400 amt ast bot",
        "*-14400 edt",
        "-12600 nft nst",
        "-10800 bra brt gft pmst uyt wgt",
        "*-10800 adt clst pyst",
        "*-9000 ndt",
        "-7200 fnt",
        "*-7200 brst pmdt uyst wgst",
        "-3600 azot egt",
        "*-3600 fnst",
        "0 gmt uct ut utc wet z zulu",
        "*0 azost egst",
        "3600 cet met mez wat",
        "*3600 bst wetdst",
        "7200 eet ist sast",
        "*7200 bdst cest cetdst mest mesz metdst",
        "10800 eat fet",
        "*10800 eest eetdst idt",
        "12600 irt",
        "14400 mut ret sct",
        "*14400 msd",
        "16200 aft",
        "18000 mvt pkt tft tjt uzt",
        "*18000 must",
        "20700 npt",
        "21600 almt bdt btt xjt",
        "*21600 kgst pkst uzst yekst",
        "23400 mmt",
        "25200 cxt ict wast",
        "*25200 almst",
        "28800 awst bnt bort cct hkt myt pht",
        "*28800 wadt",
        "31500 acwst",
        "32400 jayt jst kst pwt",
        "*32400 awsst ulast wdt",
        "34200 acst cast",
        "36000 aest chut ddut ligt mpt pgt trut yapt",
        "*36000 kdt",
        "37800 lhst",
        "*37800 acdt acsst cadt sadt",
        "39600 pont vut",
        "*39600 aedt aesst",
        "43200 fjt gilt mht nzst nzt tvt wakt wft",
        "45900 chast",
        "46800 tot",
        "*46800 fjst nzdt",
        "*49500 chadt"
    };

    private static final Map<String, Integer> READ = new HashMap<>();
    private static final Set<String> SUMMER = new HashSet<>();

    static {
        zones("EST", "EDT", "America/New_York", "America/Toronto", "America/Detroit", "EST5EDT", "US/Eastern");
        zones("CST", "CDT", "America/Chicago", "CST6CDT", "US/Central", "America/Winnipeg");
        zones("MST", "MDT", "America/Denver", "MST7MDT", "US/Mountain", "America/Phoenix", "America/Edmonton");
        zones("PST", "PDT", "America/Los_Angeles", "PST8PDT", "US/Pacific", "America/Vancouver");
        zones("AKST", "AKDT", "America/Anchorage");
        zones("HST", "HDT", "Pacific/Honolulu", "US/Hawaii");
        zones("GMT", "BST", "Europe/London", "GB");
        zones("WET", "WEST", "Europe/Lisbon", "WET");
        zones("CET", "CEST", "Europe/Berlin", "Europe/Paris", "Europe/Madrid", "Europe/Rome", "Europe/Vienna");
        zones("CET", "CEST", "Europe/Zurich", "Europe/Amsterdam", "Europe/Brussels", "Europe/Prague", "Europe/Warsaw");
        zones("CET", "CEST", "Europe/Stockholm", "Europe/Oslo", "Europe/Copenhagen", "Europe/Budapest", "CET");
        zones("EET", "EEST", "Europe/Athens", "Europe/Helsinki", "Europe/Kiev", "Europe/Kyiv", "Europe/Bucharest");
        zones("EET", "EEST", "Europe/Sofia", "Africa/Cairo", "EET");
        zones("JST", "JDT", "Asia/Tokyo", "Japan");
        zones("KST", "KDT", "Asia/Seoul");
        zones("CST", "CDT", "Asia/Shanghai", "PRC");
        zones("HKT", "HKST", "Asia/Hong_Kong");
        zones("IST", "IST", "Asia/Kolkata", "Asia/Calcutta");
        zones("AEST", "AEDT", "Australia/Sydney", "Australia/Melbourne", "Australia/Brisbane");
        zones("NZST", "NZDT", "Pacific/Auckland", "NZ");
        zones("SAST", "SAST", "Africa/Johannesburg");
        zones("UTC", "UTC", "UTC", "Etc/UTC", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal", "UCT", "Etc/UCT");
        zones("GMT", "GMT", "GMT", "Etc/GMT", "Greenwich", "Etc/Greenwich");
        hours("utc", 0, "gmt", 0, "z", 0, "zulu", 0, "ut", 0, "wet", 0, "west", 1, "bst", 1, "cet", 1, "cest", 2);
        hours("met", 1, "mest", 2, "eet", 2, "eest", 3, "msk", 3, "est", -5, "edt", -4, "cst", -6, "cdt", -5);
        hours("mst", -7, "mdt", -6, "pst", -8, "pdt", -7, "akst", -9, "akdt", -8, "hst", -10, "ast", -4, "adt", -3);
        hours("jst", 9, "kst", 9, "hkt", 8, "aest", 10, "aedt", 11, "awst", 8, "nzst", 12, "nzdt", 13, "sast", 2);
        hours("ist", 2);
        for (String row : DEFAULT) {
            boolean summer = row.startsWith("*");
            String[] words = row.substring(summer ? 1 : 0).split(" ");
            for (int i = 1; i < words.length; i++) {
                READ.put(words[i], Integer.valueOf(words[0]));
                if (summer) {
                    SUMMER.add(words[i]);
                }
            }
        }
        // it has meant other distances before 2014
        READ.put("msk", 3 * 3600);
    }

    private ZoneNames() {}

    private static void zones(String standard, String summer, String... names) {
        for (String name : names) {
            BY_ZONE.put(name, new String[] {standard, summer});
        }
    }

    private static void hours(Object... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            OFFSETS.put((String) pairs[i], 3600 * (Integer) pairs[i + 1]);
        }
    }

    /** "+03", "-0330": what the tz database itself uses for zones without letters. */
    private static String digits(int offset) {
        int minutes = Math.abs(offset) / 60;
        String s = String.format(Locale.ROOT, "%c%02d", offset < 0 ? '-' : '+', minutes / 60);
        return minutes % 60 == 0 ? s : s + String.format(Locale.ROOT, "%02d", minutes % 60);
    }

    /** The abbreviation of a zone while this offset is in force. */
    static String abbreviation(String zone, int offset, boolean fixed, long seconds) {
        String[] names = BY_ZONE.get(zone);
        if (names == null || !fixed && seconds < SINCE) {
            return digits(offset);
        }
        Integer standard = OFFSETS.get(names[0].toLowerCase(Locale.ROOT));
        Integer summer = OFFSETS.get(names[1].toLowerCase(Locale.ROOT));
        if (zone.startsWith("Asia/Kol") || zone.startsWith("Asia/Cal")) {
            return offset == 19_800 ? names[0] : digits(offset);
        }
        if (zone.equals("Asia/Shanghai") || zone.equals("PRC")) {
            return offset == 28_800 ? names[0] : offset == 32_400 ? names[1] : digits(offset);
        }
        if (standard != null && standard == offset) {
            return names[0];
        }
        return summer != null && summer == offset ? names[1] : digits(offset);
    }

    /** Whether an abbreviation is one of summer time. */
    static boolean isSummer(String abbreviation) {
        return SUMMER.contains(abbreviation.toLowerCase(Locale.ROOT));
    }

    /** Seconds east of UTC of an abbreviation, or null. */
    static Integer offset(String abbreviation) {
        return READ.get(abbreviation.toLowerCase(Locale.ROOT));
    }
}
