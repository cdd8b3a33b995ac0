package io.polywire.sql.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.polywire.api.storage.Access;
import io.polywire.api.storage.StorageStatement;
import io.polywire.sql.tree.OpaqueStatement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanCacheTest {
    private final Object database = new Object();

    private static Plan plan(String text, long version) {
        return new Plan(
                new OpaqueStatement("SELECT", Access.READ, text, 0),
                new StorageStatement(text, Access.READ, 0),
                List.of(),
                true,
                List.of(),
                false,
                false,
                version);
    }

    private PlanKey key(String text) {
        return new PlanKey(database, "sqlite", text, List.of());
    }

    @Test
    void givesBackWhatItKeeps() {
        PlanCache cache = new PlanCache(1 << 20);
        Plan p = plan("select 1", 7);
        cache.put(key("select 1"), p);
        assertThat(cache.get(key("select 1"), 7)).isSameAs(p);
        assertThat(cache.get(key("select 2"), 7)).isNull();
        assertThat(cache.hits()).isEqualTo(1);
        assertThat(cache.misses()).isEqualTo(1);
    }

    @Test
    void dropsAPlanOfAnotherSchema() {
        PlanCache cache = new PlanCache(1 << 20);
        cache.put(key("select 1"), plan("select 1", 7));
        assertThat(cache.get(key("select 1"), 8)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void keepsDatabasesApartByIdentity() {
        PlanCache cache = new PlanCache(1 << 20);
        cache.put(key("select 1"), plan("select 1", 7));
        assertThat(cache.get(new PlanKey(new Object(), "sqlite", "select 1", List.of()), 7))
                .isNull();
        cache.forget(database);
        assertThat(cache.get(key("select 1"), 7)).isNull();
        assertThat(cache.bytes()).isZero();
    }

    @Test
    void staysWithinItsBytes() {
        PlanCache cache = new PlanCache(64 * 1024);
        for (int i = 0; i < 10_000; i++) {
            String text = "select " + i;
            cache.put(key(text), plan(text, 1));
        }
        assertThat(cache.bytes()).isBetween(1L, 64L * 1024);
    }
}
