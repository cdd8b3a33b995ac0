package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;

/** Gets a new password from where the command line says, never from the command line itself. */
final class ToolPassword {
    private ToolPassword() {}

    /**
     * The password; the caller wipes it.
     *
     * @throws ToolArguments.Wrong if there is no terminal to ask at
     */
    static char[] read(ToolArguments arguments, InputStream stdin) throws ToolArguments.Wrong, IOException {
        return switch (arguments.from()) {
            case PROMPT -> prompt();
            case STDIN -> firstLine(stdin);
            case FILE -> {
                try (InputStream in = Files.newInputStream(arguments.passwordFile())) {
                    yield firstLine(in);
                }
            }
        };
    }

    private static char[] prompt() throws ToolArguments.Wrong {
        Console console = System.console();
        if (console == null) {
            throw new ToolArguments.Wrong(
                    "there is no terminal to ask for the password; use --password-stdin or --password-file");
        }
        char[] first = console.readPassword("New password: ");
        char[] second = first == null ? null : console.readPassword("The same again: ");
        if (second == null) {
            Secrets.wipe(first);
            throw new ToolArguments.Wrong("no password was given");
        }
        boolean same = Arrays.equals(first, second);
        Secrets.wipe(second);
        if (!same) {
            Secrets.wipe(first);
            throw SqlFailure.of(FailureKind.BAD_VALUE, "the two passwords differ");
        }
        return first;
    }

    /** The first line without its end, as UTF-8. */
    private static char[] firstLine(InputStream in) throws IOException {
        byte[] bytes = new byte[Secrets.MOST_BYTES + 2];
        int length = 0;
        try {
            for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
                if (length == bytes.length) {
                    throw SqlFailure.of(
                            FailureKind.BAD_VALUE, "the password has more than " + Secrets.MOST_BYTES + " bytes");
                }
                bytes[length++] = (byte) b;
            }
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
            CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, 0, length));
            char[] password = new char[decoded.remaining()];
            decoded.get(password);
            Secrets.wipe(decoded.array());
            return password;
        } catch (CharacterCodingException e) {
            // its message would only repeat a length
            throw SqlFailure.of(FailureKind.BAD_ENCODING, "the password is not UTF-8");
        } finally {
            Secrets.wipe(bytes);
        }
    }
}
