package io.polywire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteFilesTest {
    @TempDir
    private Path root;

    @Test
    void findsTheDatabasesOfEveryStorage() throws IOException {
        Home home = new Home(root);
        assertThat(SqliteFiles.of(home)).isEmpty();

        Path databases = Files.createDirectories(root.resolve("data/databases"));
        Files.createFile(databases.resolve("main.db"));
        Files.createFile(databases.resolve("main.db-wal"));
        Files.createFile(databases.resolve("shop.sqlite3"));
        Files.createFile(databases.resolve(".db"));
        Path other = Files.createDirectory(root.resolve("other"));
        Files.createFile(other.resolve("more.sqlite"));
        Files.createDirectories(home.config());
        Files.writeString(
                home.config().resolve("io.polywire.storage.sqlite-main.cfg"),
                "files = away=/srv/away.db, near=near.db\n");
        Files.writeString(home.config().resolve("io.polywire.storage.sqlite-other.cfg"), "directory = other\n");

        assertThat(SqliteFiles.of(home))
                .isEqualTo(Map.of(
                        "main", databases.resolve("main.db"),
                        "shop", databases.resolve("shop.sqlite3"),
                        "away", Path.of("/srv/away.db"),
                        "near", root.resolve("near.db"),
                        "more", other.resolve("more.sqlite")));
    }

    @Test
    void findsDatabasesAtPlacesOfTheirOwn() throws IOException {
        Home home = new Home(root);
        Files.createDirectories(home.config());
        Files.writeString(
                home.config().resolve("io.polywire.storage.sqlite-main.cfg"),
                "places = agent_*=queue/db/*.db, global=queue/db/global.db, far=far/away.db\n");
        Path queue = Files.createDirectories(root.resolve("queue/db"));
        for (String file : new String[] {"001.db", "001.db-wal", "global.db", "wdb"}) {
            Files.createFile(queue.resolve(file));
        }

        assertThat(SqliteFiles.of(home))
                .isEqualTo(Map.of("agent_001", queue.resolve("001.db"), "global", queue.resolve("global.db")));
        assertThat(SqliteFiles.place(home, "agent_77")).isEqualTo(queue.resolve("77.db"));
        assertThat(SqliteFiles.place(home, "far")).isEqualTo(root.resolve("far/away.db"));
        assertThat(SqliteFiles.place(home, "other")).isEqualTo(root.resolve("data/databases/other.db"));
    }
}
