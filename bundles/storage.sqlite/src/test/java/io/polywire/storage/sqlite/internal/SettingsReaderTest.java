package io.polywire.storage.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
    private static final Path HOME = Path.of("/home/of/polywire");

    private static SqliteStorageConfig config(Map<String, Object> values) {
        InvocationHandler h = (proxy, method, args) -> method.getName().equals("annotationType")
                ? SqliteStorageConfig.class
                : values.getOrDefault(method.getName(), method.getDefaultValue());
        return (SqliteStorageConfig) Proxy.newProxyInstance(
                SqliteStorageConfig.class.getClassLoader(),
                new Class<?>[] {SqliteStorageConfig.class, Annotation.class},
                h);
    }

    private static Settings read(Map<String, Object> values) {
        return new SettingsReader(HOME).read(config(values));
    }

    @Test
    void whatIsShippedIsAllowed() {
        Settings s = read(Map.of("create", new String[] {" main", "postgres ", ""}));
        assertThat(s.directory()).isEqualTo(HOME.resolve("data/databases"));
        assertThat(s.nativeDirectory()).isEqualTo(HOME.resolve("data/native"));
        assertThat(s.create()).containsExactly("main", "postgres");
        assertThat(s.readers()).isPositive();
        assertThat(s.durable()).isTrue();
        assertThat(s.detectExternalWriters()).isTrue();
        assertThat(read(Map.of("directory", "/elsewhere")).directory()).isEqualTo(Path.of("/elsewhere"));
        assertThat(read(Map.of("files", new String[] {"x = y/z.db"})).files())
                .containsEntry("x", HOME.resolve("y/z.db"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "readers | readers | -1 | 0 to 256",
                "readers | readers | 257 | 0 to 256",
                "pinned | pinned | 0 | 1 to 10000",
                "open_databases | open.databases | 0 | 1 to 10000",
                "waiting | waiting | 0 | 1 to 1000000",
                "cache_kib | cache.kib | 1 | 64 to 1048576",
                "mmap_mib | mmap.mib | -1 | 0 to 1048576",
                "statement_cache | statement.cache | -1 | 0 to 100000",
                "busy_timeout_ms | busy.timeout.ms | -1 | 0 to 600000",
                "snapshot_idle_ms | snapshot.idle.ms | 0 | 1 to 60000",
                "checkpoint_pages | checkpoint.pages | 9 | 10 to 10000000",
                "workers | workers | 65 | 1 to 64",
                "stop_timeout_ms | stop.timeout.ms | -1 | 0 to 600000",
            })
    void numbersHaveRanges(String method, String key, int value, String range) {
        refused(Map.of(method, value), key, Integer.toString(value), range);
    }

    @Test
    void textsHaveChoices() {
        refused(Map.of("durability", "fast"), "durability", "fast", "full or normal");
        refused(Map.of("external_writers", "some"), "external.writers", "some", "detect or none");
        refused(Map.of("encoding", "latin1"), "encoding", "latin1", "UTF-8, UTF-16le or UTF-16be");
        refused(Map.of("read_only", new String[] {"a/b"}), "read.only", "a/b", "63 bytes");
        assertThat(read(Map.of("read_only", new String[] {"x, *"})).readsOnly("y"))
                .isTrue();
        refused(Map.of("polywire_storage", "a b"), "polywire.storage", "a b", "letters");
        refused(Map.of("directory", " "), "directory", " ", "a path");
        refused(Map.of("files", new String[] {"../x=y"}), "files", "../x=y", "name=path");
        refused(Map.of("files", new String[] {"x"}), "files", "x", "name=path");
        refused(Map.of("places", new String[] {"x_*=y.db"}), "places", "x_*=y.db", "one * in the name");
        refused(Map.of("places", new String[] {"x=*.db"}), "places", "x=*.db", "or in neither");
        refused(Map.of("places", new String[] {"x*=*/y.db"}), "places", "x*=*/y.db", "last part");
        refused(Map.of("places", new String[] {"x=y.txt"}), "places", "x=y.txt", "*.db");
        refused(Map.of("places", new String[] {"x=y.db", "z=y.db"}), "places", "z=y.db", "once");
        refused(Map.of("files", new String[] {"x=y", "x=z"}), "files", "x=z", "once");
        refused(Map.of("create", new String[] {"a/b"}), "create", "a/b", "63 bytes");
    }

    private static void refused(Map<String, Object> values, String key, String value, String allowed) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> read(values));
        assertThat(f).as(key).isNotNull();
        assertThat(f.kind()).isEqualTo(FailureKind.CONFIGURATION);
        assertThat(f.getMessage()).contains(key + " = " + value).contains(allowed);
    }
}
