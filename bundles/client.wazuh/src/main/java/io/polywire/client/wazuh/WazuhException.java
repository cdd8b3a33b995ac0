package io.polywire.client.wazuh;

/** What went wrong, by the number that Wazuh gives it. */
public abstract sealed class WazuhException extends RuntimeException permits WazuhError, WazuhInternalError {
    private static final long serialVersionUID = 1;

    private final int code;
    private final String text;

    WazuhException(int code, String text, Throwable cause) {
        super("Error " + code + " - " + text, cause);
        this.code = code;
        this.text = text;
    }

    /** The number, 2003 to 2017. */
    public int code() {
        return code;
    }

    /** The text without its number. */
    public String text() {
        return text;
    }

    /** What kind of error it is, for a person. */
    public abstract String title();
}
