package io.polywire.client.r2db2.internal.wire;

import java.io.IOException;

/**
 * An error as the server told it.
 *
 * @param severity {@code ERROR} or {@code FATAL}
 * @param state SQLSTATE; {@code HY000} where the server named none
 * @param message never null
 * @param detail null: none
 * @param hint null: none
 * @param position 1-based, in characters of the statement; 0: none
 * @param index 0-based number of the failed set of a batch; -1: none
 */
public record ServerError(
        String severity, String state, String message, String detail, String hint, int position, int index) {
    /** Reads a message of type {@code E}. */
    static ServerError read(Frame frame) throws IOException {
        String message = frame.remaining() == 0 ? "" : frame.readString();
        String severity = "ERROR";
        String state = "HY000";
        String detail = null;
        String hint = null;
        int position = 0;
        int index = -1;
        while (frame.remaining() > 0) {
            byte field = frame.readByte();
            if (field == 0) {
                break;
            }
            String value = frame.readString();
            switch (field) {
                case 'S' -> severity = value;
                case 'C' -> state = value;
                case 'M' -> message = value;
                case 'D' -> detail = value;
                case 'H' -> hint = value;
                case 'P' -> position = number(value, 0);
                case 'i' -> index = number(value, -1);
                default -> {
                    // a later server may tell more
                }
            }
        }
        return new ServerError(severity, state, message, detail, hint, position, index);
    }

    private static int number(String text, int otherwise) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            // a place that cannot be read is as good as none: the message itself counts
            return otherwise;
        }
    }

    /** Whether the server closes the connection after this error. */
    public boolean fatal() {
        return "FATAL".equals(severity);
    }

    /** The text for an exception: message, and where there are any, detail, hint and position on lines of their own. */
    public String text() {
        StringBuilder text = new StringBuilder(message.isEmpty() ? "The server reported an error" : message);
        if (detail != null) {
            text.append("\n  Detail: ").append(detail);
        }
        if (hint != null) {
            text.append("\n  Hint: ").append(hint);
        }
        if (position > 0) {
            text.append("\n  Position: ").append(position);
        }
        return text.toString();
    }
}
