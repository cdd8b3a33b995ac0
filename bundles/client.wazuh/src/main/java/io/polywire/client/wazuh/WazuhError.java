package io.polywire.client.wazuh;

/** The request is at fault, or its answer. */
public final class WazuhError extends WazuhException {
    /** The request was answered {@code err}. */
    public static final int REFUSED = 2003;
    /** The request is not one that may be sent. */
    public static final int INVALID_QUERY = 2004;
    /** The answer is no JSON. */
    public static final int MALFORMED = 2006;
    /** HTTP status of 400 or more. */
    public static final int HTTP_STATUS = 2012;
    /** The HTTP request failed. */
    public static final int HTTP_REQUEST = 2013;

    private static final long serialVersionUID = 1;

    /** An error with its number. */
    public WazuhError(int code, String text) {
        this(code, text, null);
    }

    /** An error with its number and what caused it. */
    public WazuhError(int code, String text, Throwable cause) {
        super(code, text, cause);
    }

    @Override
    public String title() {
        return "Bad Request";
    }
}
