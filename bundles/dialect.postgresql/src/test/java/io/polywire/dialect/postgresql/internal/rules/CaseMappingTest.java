package io.polywire.dialect.postgresql.internal.rules;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Upper and lower case, on every JDK what PostgreSQL 15 says. */
class CaseMappingTest {
    @Test
    void mapsCharacterByCharacter() {
        assertThat(CaseMapping.lower("ÄÖÜ ΑΣ İ ǅ ABC")).isEqualTo("äöü ασ i ǆ abc");
        assertThat(CaseMapping.upper("straße ǆ ÿ abc")).isEqualTo("STRAßE Ǆ Ÿ ABC");
    }

    /** JDK 17 knows Unicode 13, JDK 25 Unicode 16, the recorded server's C library what lies between. */
    @Test
    void followsTheServerAndNotTheJdk() {
        assertThat(CaseMapping.lower("\u2C2F\uA7C0\uA7D0")).isEqualTo("\u2C5F\uA7C1\uA7D1");
        assertThat(CaseMapping.upper("\u2C5F\uA7C1\uA7D1")).isEqualTo("\u2C2F\uA7C0\uA7D0");
    }
}
