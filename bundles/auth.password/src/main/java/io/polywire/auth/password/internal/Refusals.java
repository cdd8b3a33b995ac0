package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;

/** What a client is told; the reason behind it goes to the operator only, as the failure's cause. */
final class Refusals {
    private Refusals() {}

    /** Why a log-in was refused, for the security log. */
    static final class Reason extends Exception {
        private static final long serialVersionUID = 1L;

        Reason(String text) {
            // no stack: it always comes from here
            super(text, null, false, false);
        }
    }

    /** The one answer to everything that is wrong with a user or its proof. */
    static SqlFailure authentication(String user, String reason) {
        return SqlFailure.build(
                        FailureKind.AUTHENTICATION,
                        "authentication failed for user \"" + UserNames.printable(user) + "\"")
                .fatal()
                .cause(new Reason(reason))
                .build();
    }

    /** The client does not speak the mechanism as it is written. */
    static SqlFailure protocol(String message) {
        return SqlFailure.build(FailureKind.PROTOCOL, message).fatal().build();
    }

    static SqlFailure tooMany() {
        return SqlFailure.build(FailureKind.TOO_MANY_CONNECTIONS, "too many log-ins at once")
                .hint("try again later")
                .fatal()
                .build();
    }

    static SqlFailure unavailable(Throwable cause) {
        return SqlFailure.build(FailureKind.UNAVAILABLE, "log-ins by password are not available now")
                .fatal()
                .cause(cause)
                .build();
    }
}
