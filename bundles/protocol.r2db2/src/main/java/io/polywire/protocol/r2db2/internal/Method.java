package io.polywire.protocol.r2db2.internal;

import io.polywire.api.auth.Gatekeeper;
import java.util.List;

/** The ways to prove oneself that this wire can speak; each is one mechanism of the same name. */
enum Method {
    NONE(0, Gatekeeper.NONE),
    PASSWORD(1, "password"),
    TOKEN(2, "token"),
    CERTIFICATE(3, "certificate");

    /** Mechanisms, for the gatekeeper. */
    static final List<String> SPOKEN = List.of("password", "token", "certificate", Gatekeeper.NONE);

    private final int code;
    private final String mechanism;

    Method(int code, String mechanism) {
        this.code = code;
        this.mechanism = mechanism;
    }

    /** Its number in AuthenticationRequest. */
    int code() {
        return code;
    }

    /** Its name in configuration, in the option {@code auth}, and at the gatekeeper. */
    String mechanism() {
        return mechanism;
    }

    /** The method of a name, or null. */
    static Method of(String name) {
        for (Method method : values()) {
            if (method.mechanism.equals(name)) {
                return method;
            }
        }
        return null;
    }
}
