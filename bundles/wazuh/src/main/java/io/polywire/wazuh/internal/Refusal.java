package io.polywire.wazuh.internal;

/** A request that is answered {@code err} with this message. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private static final int SHOWN = 32;

    Refusal(String message) {
        super(message, null, false, false);
    }

    /** The beginning of what a client sent, as much as an error shows of it, in quotes. */
    static String near(String text) {
        return "'" + start(text) + "'";
    }

    /** The beginning of what a client sent, as much as an error shows of it. */
    static String start(String text) {
        return text.length() > SHOWN ? text.substring(0, SHOWN) : text;
    }
}
