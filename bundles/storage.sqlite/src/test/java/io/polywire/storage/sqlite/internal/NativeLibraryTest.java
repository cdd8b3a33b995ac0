package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
    @TempDir
    Path directory;

    @Test
    void aGoodFileIsKeptAndABadOneReplaced() throws Exception {
        Path file = NativeLibrary.provide(directory);
        byte[] good = Files.readAllBytes(file);
        Object key = Files.getAttribute(file, "fileKey");
        assertThat(NativeLibrary.provide(directory)).isEqualTo(file);
        assertThat(Files.getAttribute(file, "fileKey")).isEqualTo(key);
        byte[] tampered = good.clone();
        tampered[tampered.length / 2] ^= 1;
        for (byte[] bad : List.of(tampered, new byte[0], new byte[] {1})) {
            Files.write(file, bad);
            NativeLibrary.provide(directory);
            assertThat(Files.readAllBytes(file)).isEqualTo(good);
        }
        try (Stream<Path> all = Files.list(file.getParent())) {
            assertThat(all).containsExactly(file);
        }
    }

    @Test
    void startsBesideEachOtherNeverSeeHalfAFile() throws Exception {
        List<CompletableFuture<Path>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(CompletableFuture.supplyAsync(() -> {
                try {
                    return NativeLibrary.provide(directory);
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }));
        }
        for (CompletableFuture<Path> f : all) {
            assertThat(f.get()).isRegularFile();
        }
    }
}
