package io.polywire.client.r2db2.internal;

/** Name and version of the driver. */
public final class Version {
    /** The driver's name. */
    public static final String NAME = "Polywire r2db2 JDBC driver";

    /** Major version. */
    public static final int MAJOR = 0;

    /** Minor version. */
    public static final int MINOR = 1;

    /** The version as text. */
    public static final String TEXT = MAJOR + "." + MINOR;

    private Version() {}

    /**
     * One number of a version.
     *
     * @param index 0 major, 1 minor
     * @return 0 where the text holds no such number
     */
    public static int part(String version, int index) {
        String[] parts = version.split("\\.");
        if (index >= parts.length
                || parts[index].isEmpty()
                || !parts[index].chars().allMatch(Character::isDigit)) {
            return 0;
        }
        return Integer.parseInt(parts[index]);
    }
}
