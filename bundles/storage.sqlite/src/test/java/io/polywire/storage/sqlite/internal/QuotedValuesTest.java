package io.polywire.storage.sqlite.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.polywire.api.error.ConflictingKeys;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotedValuesTest {
    @Test
    void readsWhatQuoteWrites() {
        List<Object> all = QuotedValues.read("'it''s, so','',-7,2.5,1.0e+20,9.0e+999,NULL,X'00FF',9223372036854775807");
        assertArrayEquals(new byte[] {0, -1}, (byte[]) all.get(7));
        assertEquals(
                Arrays.asList("it's, so", "", -7L, 2.5, 1.0e20, Double.POSITIVE_INFINITY, null), all.subList(0, 7));
        assertEquals(Long.MAX_VALUE, all.get(8));
        assertEquals(9, all.size());
    }

    @Test
    void refusesWhatHasNoEnd() {
        assertThrows(IllegalArgumentException.class, () -> QuotedValues.read("'x"));
        assertThrows(IllegalArgumentException.class, () -> QuotedValues.read("1,"));
    }

    @Test
    void keysOfAnExclusionAreInNoMessage() {
        SqlFailure f = SqliteErrors.of(1811, "EXCLUSION constraint failed: 's.x',1,'secret',1,'other'", null);
        assertEquals(FailureKind.EXCLUSION, f.kind());
        assertEquals("23P01", f.sqlState());
        assertEquals("EXCLUSION constraint failed: s.x", f.getMessage());
        assertEquals("s.x", f.constraint());
        assertEquals(List.of(1L, "secret", 1L, "other"), ((ConflictingKeys) f.getCause()).values());
    }

    @Test
    void aFailureOfAnotherProgramsTriggerIsNone() {
        SqlFailure f = SqliteErrors.of(1811, "EXCLUSION constraint failed: nothing that quote writes", null);
        assertEquals(FailureKind.INTEGRITY, f.kind());
    }
}
