package io.polywire.protocol.r2db2.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class IntMapTest {
    @Test
    void behavesAsAMap() {
        Random random = new Random(9);
        for (int round = 0; round < 50; round++) {
            IntMap<String> map = new IntMap<>();
            Map<Integer, String> model = new HashMap<>();
            int spread = 1 + random.nextInt(400);
            for (int i = 0; i < 3_000; i++) {
                int key = (random.nextInt(spread) - spread / 2) * (round % 2 == 0 ? 1 : 1 << 20);
                switch (random.nextInt(3)) {
                    case 0 -> assertThat(map.put(key, "v" + i)).isEqualTo(model.put(key, "v" + i));
                    case 1 -> assertThat(map.remove(key)).isEqualTo(model.remove(key));
                    default -> assertThat(map.get(key)).isEqualTo(model.get(key));
                }
                assertThat(map.size()).isEqualTo(model.size());
            }
            model.forEach((key, value) -> assertThat(map.get(key)).isEqualTo(value));
        }
    }
}
