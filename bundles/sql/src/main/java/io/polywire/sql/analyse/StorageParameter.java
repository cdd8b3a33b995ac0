package io.polywire.sql.analyse;

/**
 * A storage parameter as it was written.
 *
 * @param prefix the word before the point, or null
 * @param name its name
 * @param value as text; null where none was written
 */
public record StorageParameter(String prefix, String name, String value) {}
