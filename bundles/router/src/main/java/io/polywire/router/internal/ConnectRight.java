package io.polywire.router.internal;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.session.Reply;
import io.polywire.api.storage.Lease;
import io.polywire.sql.right.GrantRow;
import io.polywire.sql.right.GrantRow.Kind;
import io.polywire.sql.right.Grants;
import io.polywire.sql.right.Right;

/** Whether a user may be in a database at all: CONNECT, which everybody has until it is taken away. */
final class ConnectRight {
    private ConnectRight() {}

    /**
     * Asks, on a worker; the reply comes on one.
     *
     * @param then done with null, or failed with 42501
     */
    static void check(
            Desk desk, Principal who, String name, DatabaseRegistry.Found found, long timeoutNanos, Reply<Void> then) {
        if (who.superuser()) {
            then.done(null);
            return;
        }
        DatabaseWork.read(desk, found, timeoutNanos, lease -> check(desk, who, name, found, lease), then);
    }

    private static void check(Desk desk, Principal who, String name, DatabaseRegistry.Found found, Lease lease) {
        Grants grants;
        try {
            grants = desk.planner.catalog(found, lease, null).grants();
        } catch (SqlFailure f) {
            if (f.kind() == FailureKind.UNSUPPORTED) {
                // a storage that keeps no rights has taken none away
                return;
            }
            throw f;
        }
        int held = grants.held(
                Kind.DATABASE, GrantRow.DATABASE, 0, desk.roles.now().rightsOf(who.id()));
        if ((held & Right.CONNECT.bit()) == 0) {
            throw SqlFailure.build(FailureKind.PRIVILEGE, "permission denied for database \"" + name + '"')
                    .detail("User does not have CONNECT privilege.")
                    .fatal()
                    .build();
        }
    }
}
