package io.polywire.dialect.postgresql.internal;

import io.polywire.sql.setting.Setting;
import java.util.List;

/**
 * A line of settings.tsv.
 *
 * @param setting its name and initial value
 * @param type bool, integer, real, enum or string
 * @param context who may change it when: internal, postmaster, sighup, backend, superuser, user (pg_settings.context)
 * @param unit "" for none; that of a value without one
 * @param least of a number
 * @param most of a number
 * @param words of an enum
 */
record SettingRow(
        Setting setting, String type, String context, String unit, double least, double most, List<String> words) {
    static SettingRow parse(String line) {
        String[] f = line.split("\t", -1);
        return new SettingRow(
                new Setting(f[0], f[7], true),
                f[1],
                f[2],
                f[3],
                f[4].isEmpty() ? 0 : Double.parseDouble(f[4]),
                f[5].isEmpty() ? 0 : Double.parseDouble(f[5]),
                f[6].isEmpty() ? List.of() : List.of(f[6].split(",")));
    }

    /** One that is shown by its name only. */
    static SettingRow hidden(String name, String context, String initial) {
        return new SettingRow(new Setting(name, initial, false), "string", context, "", 0, 0, List.of());
    }

    String name() {
        return setting.name();
    }
}
