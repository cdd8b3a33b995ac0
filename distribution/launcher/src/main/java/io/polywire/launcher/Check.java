package io.polywire.launcher;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code check [DATABASE...]}: looks for damage in the databases that are named, or in all. */
final class Check {
    private Check() {}

    static int run(Home home, List<String> args) {
        Map<String, Path> files = new TreeMap<>();
        if (args.isEmpty()) {
            files.putAll(SqliteFiles.of(home));
        }
        args.forEach(name -> files.put(name, Backup.find(home, name)));
        int status = ExitStatus.OK;
        for (Map.Entry<String, Path> e : files.entrySet()) {
            String damage;
            try {
                damage = DatabaseFile.damage(e.getValue(), e.getKey());
            } catch (SQLException x) {
                damage = x.getMessage();
            }
            System.out.println(e.getKey() + ": " + (damage == null ? "ok" : damage));
            status = damage == null ? status : ExitStatus.FAILED;
        }
        return status;
    }
}
