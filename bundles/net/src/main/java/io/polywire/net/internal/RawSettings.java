package io.polywire.net.internal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Typed reading of one configuration, with the key, value and range in every refusal. Remembers what was asked for, so
 * that a key that nobody understands can be refused too.
 */
final class RawSettings {
    /** Keys that Config Admin, File Install and Declarative Services add. */
    private static final List<String> FOREIGN =
            List.of("service.", "component.", "felix.", "osgi.", "objectClass", ".", ":");

    private final Map<String, String> values = new TreeMap<>();
    private final Set<String> known = new TreeSet<>();

    RawSettings(Map<String, ?> raw) {
        raw.forEach((key, value) -> {
            if (value != null && FOREIGN.stream().noneMatch(key::startsWith)) {
                values.put(key, flat(value));
            }
        });
    }

    private static String flat(Object value) {
        if (value instanceof Object[] array) {
            return String.join(",", Arrays.stream(array).map(String::valueOf).toList());
        }
        if (value instanceof Collection<?> many) {
            return String.join(",", many.stream().map(String::valueOf).toList());
        }
        return String.valueOf(value).trim();
    }

    /** The text, or the default where the key is missing or empty. */
    String text(String key, String otherwise) {
        known.add(key);
        String value = values.get(key);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    /** A text that must match. */
    String name(String key, String otherwise, String pattern, String allowed) throws BadSetting {
        String value = text(key, otherwise);
        if (value != null && !value.matches(pattern)) {
            throw new BadSetting(key, value, allowed);
        }
        return value;
    }

    long number(String key, long otherwise, long least, long most, String unit) throws BadSetting {
        String value = text(key, null);
        if (value == null) {
            return otherwise;
        }
        String allowed = least + " to " + most + unit;
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new BadSetting(key, value, allowed, e);
        }
        throw new BadSetting(key, value, allowed);
    }

    int integer(String key, int otherwise, int least, int most, String unit) throws BadSetting {
        return Math.toIntExact(number(key, otherwise, least, most, unit));
    }

    /** One of the constants of an enum, written in lower case. */
    <E extends Enum<E>> E choice(String key, E otherwise, Class<E> type) throws BadSetting {
        String value = text(key, null);
        if (value == null) {
            return otherwise;
        }
        List<String> allowed = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            String name = constant.name().toLowerCase(java.util.Locale.ROOT);
            if (name.equals(value)) {
                return constant;
            }
            allowed.add(name);
        }
        throw new BadSetting(key, value, String.join(", ", allowed));
    }

    /** A list by commas, without duplicates and empty parts, at least one. */
    List<String> list(String key, String otherwise, String pattern, String allowed) throws BadSetting {
        String value = text(key, otherwise);
        Set<String> parts = new LinkedHashSet<>();
        for (String part : value.split(",", -1)) {
            if (!part.trim().matches(pattern) || !parts.add(part.trim())) {
                throw new BadSetting(key, value, allowed);
            }
        }
        return List.copyOf(parts);
    }

    /** Everything below a prefix, by the rest of its key. */
    Map<String, String> below(String prefix) {
        Map<String, String> found = new LinkedHashMap<>();
        values.forEach((key, value) -> {
            if (key.startsWith(prefix) && key.length() > prefix.length()) {
                known.add(key);
                found.put(key.substring(prefix.length()), value);
            }
        });
        return found;
    }

    /** Refuses what nobody asked for. */
    void refuseUnknown() throws BadSetting {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw BadSetting.unknownKey(key, String.join(", ", known) + " and protocol.<option>");
            }
        }
    }

    /** The keys that were asked for so far. */
    Set<String> known() {
        return Set.copyOf(known);
    }
}
