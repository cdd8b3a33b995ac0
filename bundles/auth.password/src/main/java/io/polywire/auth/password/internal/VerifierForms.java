package io.polywire.auth.password.internal;

import io.polywire.api.auth.User;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The forms of the enabled mechanisms. */
final class VerifierForms {
    private final Map<Mechanism, VerifierForm> forms = new EnumMap<>(Mechanism.class);
    private final Argon2Form argon2;

    VerifierForms(Settings settings) {
        argon2 = new Argon2Form(settings.argon2());
        for (Mechanism m : settings.mechanisms()) {
            forms.put(m, form(m, settings));
        }
    }

    private VerifierForm form(Mechanism mechanism, Settings settings) {
        return switch (mechanism) {
            case ARGON2 -> argon2;
            case SCRAM_SHA_256 -> new ScramForm(settings.scramIterations());
            case CACHING_SHA2 -> new Sha2Form();
            case SRP256, SRP -> new SrpForm(mechanism);
            case MYSQL_NATIVE -> new NativeForm();
            case MD5 -> new Md5Form();
        };
    }

    /** The form of plain checks, also where it is not enabled for storing. */
    Argon2Form argon2() {
        return argon2;
    }

    /** A verifier for each. */
    Map<Mechanism, String> make(String user, byte[] password) {
        Map<Mechanism, String> made = new EnumMap<>(Mechanism.class);
        forms.forEach((m, form) -> made.put(m, form.make(user, password)));
        return made;
    }

    /** Verifiers that this user lacks or that are of an older strength. */
    Map<Mechanism, String> missing(User user, byte[] password) {
        Map<Mechanism, String> made = new EnumMap<>(Mechanism.class);
        forms.forEach((m, form) -> {
            String stored = user.verifiers().get(m.key());
            if (stored == null || !form.current(stored)) {
                made.put(m, form.make(user.name(), password));
            }
        });
        return made;
    }

    /** The form of a mechanism, or null where it is not enabled. */
    VerifierForm form(Mechanism mechanism) {
        return forms.get(mechanism);
    }

    /** Whether any verifier of the user was made from this password. */
    boolean matchesAny(User user, byte[] password) {
        return forms.values().stream().anyMatch(form -> {
            String stored = user.verifiers().get(form.mechanism().key());
            return stored != null && form.matches(user.name(), password, stored);
        });
    }

    /** Mechanisms whose verifiers hold the name and end with it. */
    List<Mechanism> boundToName(String before, String after) {
        List<Mechanism> bound = new ArrayList<>();
        if (!before.equals(after)) {
            bound.add(Mechanism.MD5);
        }
        if (!SrpForm.account(before).equals(SrpForm.account(after))) {
            bound.add(Mechanism.SRP);
            bound.add(Mechanism.SRP256);
        }
        return bound;
    }
}
