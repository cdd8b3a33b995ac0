package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.TokenForm;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The start-up message, taken apart. */
final class Startup {
    private static final int FIRST_OPTION = 2;

    final StringStyle style;
    final String user;
    /** Null if there is none or it is empty; whoever uses it owns it. */
    final byte[] secret;
    /** Whether the secret looks like a token and stands where a token may. */
    final boolean secretIsToken;
    /** Whether there was more than user and password, known or not. */
    final boolean hasOptions;

    final Map<String, String> options;

    /** @param payload of the message; is wiped */
    Startup(byte[] payload) {
        StringStyle.Detected detected = StringStyle.detect(payload);
        Arrays.fill(payload, (byte) 0);
        style = detected.style();
        List<byte[]> strings = detected.strings();
        options = options(strings);
        hasOptions = strings.size() > FIRST_OPTION;
        byte[] first = strings.isEmpty() ? new byte[0] : strings.get(0);
        byte[] second = strings.size() < 2 || strings.get(1).length == 0 ? null : strings.get(1);
        boolean tokenAsked = "token".equals(options.get("auth"));
        if (second == null && first.length > 0 && (tokenAsked || isToken(first))) {
            user = "";
            secret = first;
            secretIsToken = true;
        } else {
            user = Payload.decode(first, "user name");
            secret = second;
            secretIsToken = second != null && user.isEmpty() && isToken(second);
        }
    }

    private static boolean isToken(byte[] secret) {
        return TokenForm.isSigned(secret) || TokenForm.isOpaque(secret);
    }

    /** The secret of a second start-up message: its password, or its only string. */
    static byte[] secretOf(byte[] payload) {
        List<byte[]> strings = StringStyle.detect(payload).strings();
        Arrays.fill(payload, (byte) 0);
        return strings.isEmpty() ? new byte[0] : strings.get(strings.size() > 1 ? 1 : 0);
    }

    private static Map<String, String> options(List<byte[]> strings) {
        Map<String, String> options = new LinkedHashMap<>();
        int at = FIRST_OPTION;
        for (; at + 1 < strings.size(); at += 2) {
            options.put(
                    Payload.decode(strings.get(at), "option name"),
                    Payload.decode(strings.get(at + 1), "option value"));
        }
        // The example of the published design: "lz4" alone.
        if (at < strings.size()
                && Payload.decode(strings.get(at), "option name").equals("lz4")) {
            options.putIfAbsent("compression", "lz4");
        }
        return options;
    }
}
