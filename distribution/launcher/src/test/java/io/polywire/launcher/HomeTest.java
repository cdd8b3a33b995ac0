package io.polywire.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HomeTest {
    @TempDir
    private Path work;

    private Path shipped;
    private Home home;

    @BeforeEach
    void ship() throws IOException {
        shipped = Files.createDirectory(work.resolve("shipped"));
        Files.writeString(shipped.resolve("a.cfg"), "# shipped\n");
        Files.writeString(shipped.resolve("b.cfg"), "# shipped\n");
        home = new Home(work.resolve("home"));
    }

    @Test
    void isMadeOnceAndThenTheOperators() throws IOException {
        home.create(shipped);
        assertThat(home.config().resolve("a.cfg")).hasContent("# shipped");
        assertThat(home.deploy()).isDirectory();
        assertThat(home.data()).isDirectory();
        assertThat(home.logs()).isDirectory();

        Files.writeString(home.config().resolve("a.cfg"), "changed");
        Files.delete(home.config().resolve("b.cfg"));
        home.create(shipped);

        assertThat(home.config().resolve("a.cfg")).hasContent("changed");
        assertThat(home.config().resolve("b.cfg")).doesNotExist();
    }

    @Test
    void keepsDataAndEmptiesTheRest() throws IOException {
        home.create(shipped);
        Path cache = Files.createDirectories(home.data().resolve("cache/bundle1"));
        Path database =
                Files.createDirectories(home.data().resolve("databases")).resolve("main.db");
        Files.writeString(database, "kept");

        home.clean();

        assertThat(cache).doesNotExist();
        assertThat(database).hasContent("kept");
        assertThat(home.data().resolve("tmp")).isDirectory();
    }

    @Test
    void saysWhyItCannotBeMade() throws IOException {
        Path file = Files.createFile(work.resolve("file"));

        assertThatThrownBy(() -> new Home(file).create(shipped))
                .isInstanceOf(Failure.class)
                .hasMessageContaining(file.toString())
                .extracting(e -> ((Failure) e).status())
                .isEqualTo(ExitStatus.NO_HOME);
    }
}
