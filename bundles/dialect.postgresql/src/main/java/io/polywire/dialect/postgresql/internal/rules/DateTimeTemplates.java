package io.polywire.dialect.postgresql.internal.rules;

/** to_char, to_date and to_timestamp. */
final class DateTimeTemplates {
    private DateTimeTemplates() {}

    static void register(Registry r) {}
}
