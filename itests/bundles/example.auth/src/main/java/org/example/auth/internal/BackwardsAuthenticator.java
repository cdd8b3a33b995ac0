package org.example.auth.internal;

import io.polywire.api.auth.AuthContext;
import io.polywire.api.auth.AuthReply;
import io.polywire.api.auth.Authenticator;
import io.polywire.api.auth.Exchange;
import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Set;
import org.osgi.service.component.annotations.Component;

/** Lets in whoever can write the own name backwards. Listeners ask for it with {@code auth = example}. */
@Component(property = {Authenticator.MECHANISM + "=backwards", Authenticator.METHOD + "=example"})
public final class BackwardsAuthenticator implements Authenticator {
    @Override
    public String mechanism() {
        return "backwards";
    }

    @Override
    public String method() {
        return "example";
    }

    @Override
    public int strength() {
        return 1;
    }

    @Override
    public boolean available(AuthContext context) {
        return true;
    }

    @Override
    public Exchange begin(AuthContext context) {
        return new Exchange() {
            @Override
            public void next(byte[] data, AuthReply reply) {
                String user = context.user() == null ? "" : context.user();
                byte[] wanted = new StringBuilder(user).reverse().toString().getBytes(StandardCharsets.UTF_8);
                boolean right = !user.isEmpty() && data != null && MessageDigest.isEqual(wanted, data);
                if (data != null) {
                    Arrays.fill(data, (byte) 0);
                }
                if (right) {
                    reply.done(new Principal(user, 0, false, Set.of(), true), null, null);
                } else {
                    reply.refused(SqlFailure.of(FailureKind.AUTHENTICATION, "authentication failed")
                            .asFatal());
                }
            }

            @Override
            public void close() {
                // keeps nothing
            }
        };
    }
}
