package io.polywire.net.internal;

import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.Profile;
import io.polywire.api.wire.TlsMode;
import java.util.ArrayList;
import java.util.List;

/** What a listener needs the operator's word for, beyond development. */
final class Permissions {
    private Permissions() {}

    /** The refusals that a configuration meets; all of them are asked for, so that all are reported. */
    static List<String> refusals(Settings settings, Profile profile) {
        List<String> refusals = new ArrayList<>();
        String name = settings.name();
        if (settings.beyondLoopback() && settings.tls().mode() != TlsMode.REQUIRED) {
            ask(
                    profile,
                    refusals,
                    "cleartext:" + name,
                    "listener " + name + " lets clients of other machines in without TLS",
                    "set tls = required or address = 127.0.0.1 in " + settings.file());
        }
        if (settings.auth().contains("none")) {
            ask(
                    profile,
                    refusals,
                    "unauthenticated:" + name,
                    "listener " + name + " lets clients in without authentication",
                    "remove none from auth in " + settings.file());
        }
        return refusals;
    }

    private static void ask(Profile profile, List<String> refusals, String permission, String what, String change) {
        try {
            profile.require(permission, what, change);
        } catch (SqlFailure refused) {
            refusals.add(what + ", which profile " + profile.name() + " does not allow: " + change);
        }
    }
}
