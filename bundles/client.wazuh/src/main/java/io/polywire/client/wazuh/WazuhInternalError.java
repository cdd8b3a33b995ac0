package io.polywire.client.wazuh;

/** The server or the way to it is at fault. */
public final class WazuhInternalError extends WazuhException {
    /** The socket cannot be connected to. */
    public static final int CONNECT = 2005;
    /** Data could not be had. */
    public static final int RETRIEVE = 2007;
    /** One row is larger than an answer may be. */
    public static final int TOO_LARGE = 2009;
    /** The answer ended too early. */
    public static final int INCOMPLETE = 2010;
    /** The HTTP client could not be made. */
    public static final int HTTP_CLIENT = 2011;
    /** A time-out. */
    public static final int TIMEOUT = 2014;
    /** Not a path of a Unix socket. */
    public static final int SCHEME = 2015;
    /** Nothing listens there. */
    public static final int SOCKET_PATH = 2016;

    private static final long serialVersionUID = 1;

    /** An error with its number. */
    public WazuhInternalError(int code, String text) {
        this(code, text, null);
    }

    /** An error with its number and what caused it. */
    public WazuhInternalError(int code, String text, Throwable cause) {
        super(code, text, cause);
    }

    @Override
    public String title() {
        return "Wazuh Internal Error";
    }
}
