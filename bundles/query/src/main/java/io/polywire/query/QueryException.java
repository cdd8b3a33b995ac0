package io.polywire.query;

/** What is asked cannot be; the code is the one that Wazuh's API uses. */
public final class QueryException extends RuntimeException {
    /** More is asked for than a statement may hold. */
    public static final int TOO_LONG = 1123;
    /** A field to sort by is not known. */
    public static final int SORT_FIELD = 1403;
    /** The limit is over the largest. */
    public static final int LIMIT_TOO_LARGE = 1405;
    /** The limit is 0. */
    public static final int LIMIT_ZERO = 1406;
    /** The filter is not of its grammar. */
    public static final int FORMAT = 1407;
    /** A field of a filter is not known. */
    public static final int FIELD = 1408;
    /** An operator is not known, or not for this field. */
    public static final int OPERATOR = 1409;
    /** Distinct values of other than one field. */
    public static final int DISTINCT_FIELDS = 1410;
    /** A time frame lacks its unit. */
    public static final int TIME_FRAME = 1411;
    /** A date is not one. */
    public static final int DATE = 1412;
    /** A field to select is not known. */
    public static final int SELECT_FIELD = 1724;

    private static final long serialVersionUID = 1;

    private final int code;

    QueryException(int code, String message) {
        super("Error " + code + " - " + message);
        this.code = code;
    }

    /** The number. */
    public int code() {
        return code;
    }
}
