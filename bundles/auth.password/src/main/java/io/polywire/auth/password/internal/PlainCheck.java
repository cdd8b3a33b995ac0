package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import java.util.ArrayList;
import java.util.List;

/** Checks clear passwords: against argon2, or where a user has none yet, against what else is stored for it. */
final class PlainCheck {
    private final Argon2Form argon2;
    private final String impossible;
    private final List<VerifierForm> others = new ArrayList<>();

    PlainCheck(VerifierForms forms) {
        argon2 = forms.argon2();
        impossible = argon2.impossible();
        for (Mechanism m : Mechanism.values()) {
            VerifierForm form = forms.form(m);
            if (form != null && m != Mechanism.ARGON2) {
                others.add(form);
            }
        }
    }

    /**
     * Whether the password is that of the user; one run of argon2 in any case.
     *
     * @param user null for a name that does not exist
     * @param password in UTF-8
     */
    boolean matches(User user, byte[] password) {
        if (password.length == 0 || password.length > Secrets.MOST_BYTES) {
            // depends on nothing but what the client sent, so there is nothing to hide
            return false;
        }
        String stored = user == null ? null : user.verifiers().get(Mechanism.ARGON2.key());
        boolean right = argon2.matches("", password, stored == null ? impossible : stored);
        return stored == null ? user != null && other(user, password) : right;
    }

    private boolean other(User user, byte[] password) {
        for (VerifierForm form : others) {
            String stored = user.verifiers().get(form.mechanism().key());
            if (stored != null) {
                return form.matches(user.name(), password, stored);
            }
        }
        return false;
    }
}
