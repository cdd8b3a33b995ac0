package io.polywire.auth.password.internal;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.status.Profile;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A profile as the router's. */
final class FakeProfile implements Profile {
    private final boolean production;
    private final Set<String> allowed;
    private final List<String> refusals = new ArrayList<>();

    FakeProfile(boolean production, String... allowed) {
        this.production = production;
        this.allowed = Set.of(allowed);
    }

    @Override
    public String name() {
        return production ? "production" : "development";
    }

    @Override
    public boolean isProduction() {
        return production;
    }

    @Override
    public void require(String permission, String what, String change) {
        if (production && !allowed.contains(permission)) {
            refusals.add(what + ": " + change);
            throw SqlFailure.build(FailureKind.CONFIGURATION, what).hint(change).build();
        }
    }

    @Override
    public List<String> refusals() {
        return refusals;
    }
}
