package io.polywire.sql.setting;

import java.util.Objects;

/**
 * A setting that a dialect knows.
 *
 * @param name as it is shown; names are compared without case
 * @param initial the value where nobody has set one, as it is shown; never null
 * @param listed whether a list of all settings has it
 */
public record Setting(String name, String initial, boolean listed) {
    /** Checks what the record promises. */
    public Setting {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(initial, "initial");
    }
}
