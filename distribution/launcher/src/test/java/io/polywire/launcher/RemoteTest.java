package io.polywire.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.WatchService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteTest {
    @Test
    void aProcessThatEndsBeforeTheFirstLookHasNoControlChannel(@TempDir Path root) throws Exception {
        WatchService watch = FileSystems.getDefault().newWatchService();
        // as the end of the process does
        watch.close();

        assertThat(Remote.awaitControl(new Home(root), ProcessHandle.current().pid(), watch))
                .isEmpty();
    }
}
