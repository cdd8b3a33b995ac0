package io.polywire.net.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.Profile;
import java.util.List;
import java.util.Set;

/** A profile that allows by name. */
record TestProfile(boolean isProduction, Set<String> allowed) implements Profile {
    static final TestProfile DEVELOPMENT = new TestProfile(false, Set.of());
    static final TestProfile PRODUCTION = new TestProfile(true, Set.of());

    @Override
    public String name() {
        return isProduction ? "production" : "development";
    }

    @Override
    public void require(String permission, String what, String change) {
        if (isProduction && !allowed.contains(permission)) {
            throw SqlFailure.of(FailureKind.CONFIGURATION, what);
        }
    }

    @Override
    public List<String> refusals() {
        return List.of();
    }
}
