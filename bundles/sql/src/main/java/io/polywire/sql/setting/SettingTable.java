package io.polywire.sql.setting;

import java.util.List;

/** The settings of a dialect. Thread-safe and stateless. */
public interface SettingTable {
    /** A dialect without settings. */
    SettingTable NONE = new SettingTable() {
        @Override
        public Setting find(String name) {
            return null;
        }

        @Override
        public List<Setting> all() {
            return List.of();
        }

        @Override
        public String check(Setting setting, List<String> values, String current, boolean superuser) {
            throw new IllegalArgumentException(setting.name());
        }
    };

    /** A setting by its name in any case; null if there is none and a client may not make it up. */
    Setting find(String name);

    /** All that are listed, in the order of the list. */
    List<Setting> all();

    /**
     * Checks that a setting can have a value, before anything is changed.
     *
     * @param values what was written, in order: one, or several for a list
     * @param current the value that it has
     * @param superuser whether a superuser asks
     * @return the value as it is shown
     * @throws io.polywire.api.error.SqlFailure for a value that cannot be, a setting that cannot be changed, 0A000 for a
     *     value whose effect is not there
     */
    String check(Setting setting, List<String> values, String current, boolean superuser);

    /**
     * The values that a text has which stands for what would be written: several for a list.
     *
     * @throws io.polywire.api.error.SqlFailure for a text that is no list of names where there must be one
     */
    default List<String> split(Setting setting, String text) {
        return List.of(text);
    }
}
