package io.polywire.api.value;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Zones by names, POSIX texts and abbreviations; the facts are PostgreSQL 15's. */
class ZoneTest {
    private static long utc(String moment) {
        return LocalDateTime.parse(moment).toEpochSecond(ZoneOffset.UTC);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CST7CDT,M4.1.0,M10.5.0|1900-07-01T00:00|-21600|CDT",
                "CST7CDT,M4.1.0,M10.5.0|+20500-01-01T00:00|-25200|CST",
                "FOO7BAR|2025-03-09T08:59:59|-25200|FOO",
                "FOO7BAR|2025-03-09T09:00|-21600|BAR",
                "FOO7BAR5,60/30,300|2025-03-03T12:59|-25200|FOO",
                "FOO7BAR,J60/1,J300/-2|2024-03-01T08:00|-21600|BAR",
                "FOO7BAR,J60/1,J300/-2|2024-03-01T07:59|-25200|FOO",
                "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1|2025-05-09T12:00|-7200|-02",
                "abc-167|2025-01-01T00:00|601200|ABC",
                "Europe/Moscow|1985-07-01T00:00|14400|MSD",
                "Europe/Moscow|2012-07-01T00:00|14400|MSK",
                "Europe/Lisbon|1995-01-15T00:00|3600|CET",
                "America/Sao_Paulo|2024-01-15T00:00|-10800|-03"
            })
    void offsetsAndNames(String zone, LocalDateTime moment, int offset, String name) {
        long seconds = moment.toEpochSecond(ZoneOffset.UTC);
        assertEquals(offset, Zone.of(zone).offsetAt(seconds));
        assertEquals(name, Zone.of(zone).abbreviationAt(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "foo",
                "foo+",
                "foo168",
                "foo1:60",
                "foo1bar,",
                "foo1bar,M3.2.0",
                "foo1bar,M13.1.0,M3.2.0",
                "foo1bar,M3.2.0,M4.1.0x",
                "<foo1",
                "foo1,M3.2.0,M4.1.0"
            })
    void noZone(String text) {
        assertNull(Zone.of(text));
    }

    @Test
    void anAbbreviationMeansWhatItsZoneUsedItForLast() {
        Zone msk = ZoneAbbreviation.of("msk").zone();
        assertEquals(3 * 3600, msk.offsetAt(utc("2011-03-26T22:59:59")));
        assertEquals(4 * 3600, msk.offsetAt(utc("2011-03-26T23:00")));
        assertEquals(4 * 3600, msk.offsetOfLocal(utc("2012-01-01T00:00")));
        assertEquals(3 * 3600, msk.offsetOfLocal(utc("2015-01-01T00:00")));
        assertFalse(msk.needsDate());
        assertTrue(ZoneAbbreviation.of("PDT").isSummer());
        assertNull(ZoneAbbreviation.of("XYZ"));
    }

    @Test
    void gapsAndOverlapsOfAPosixZone() {
        Zone z = Zone.of("FOO7BAR");
        assertEquals(-7 * 3600, z.offsetOfLocal(utc("2025-03-09T02:30")));
        assertEquals(-7 * 3600, z.offsetOfLocal(utc("2025-11-02T01:30")));
        assertEquals(-6 * 3600, z.offsetOfLocal(utc("2025-11-02T00:59")));
    }

    @Test
    void aNameHasABound() {
        assertTrue(Zone.of("x".repeat(254) + "1").isFixed());
        assertNull(Zone.of("x".repeat(255) + "1"));
    }

    @Test
    void aNumberAsASettingIsCountedToTheEast() {
        assertEquals(3 * 3600, Zone.ofSetting("+03").offsetAt(0));
        assertEquals(-12_600, Zone.ofSetting("-3.5").offsetAt(0));
        assertEquals(-3 * 3600, Zone.ofSetting("+03:00").offsetAt(0));
        assertNull(Zone.ofSetting("168"));
    }

    @Test
    void leapSecondsAndNames() {
        assertTrue(Zone.of("foo24:59:59").hasLeapSeconds());
        assertFalse(Zone.of("Europe/Berlin").hasLeapSeconds());
        assertEquals("Europe/Berlin", Zone.of("posix/europe/berlin").name());
        assertEquals("<-03:30>+03:30", Zone.ofOffset(-12_600).name());
        assertEquals("<+01:30:36>-01:30:36", Zone.ofOffset(5436).name());
    }
}
