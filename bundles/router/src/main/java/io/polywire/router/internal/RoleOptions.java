package io.polywire.router.internal;

import io.polywire.api.auth.RoleAttributes;
import io.polywire.api.auth.User;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.RoleName;
import io.polywire.sql.tree.RoleOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of CREATE and ALTER ROLE, each at most once. */
final class RoleOptions {
    private static final Set<String> ALONE = Set.of("PASSWORD", "CONNECTION LIMIT", "VALID UNTIL", "SYSID");
    private static final Set<String> MEMBERS = Set.of("ROLE", "ADMIN", "IN ROLE");
    private static final Pattern TIME = Pattern.compile(
            "(\\d{4}-\\d{2}-\\d{2})(?:[ T](\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,6})?)?))?\\s*(Z|UTC|GMT|[+-]\\d{2}(?::?\\d{2})?)?",
            Pattern.CASE_INSENSITIVE);

    private final Map<String, RoleOption> given = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();

    RoleOptions(List<RoleOption> options) {
        for (RoleOption o : options) {
            String key = o.name();
            if (!ALONE.contains(key) && !MEMBERS.contains(key)) {
                boolean off = key.startsWith("NO");
                key = off ? key.substring(2) : key;
                flags.put(key, !off);
            }
            if (given.putIfAbsent(key, o) != null) {
                throw SqlFailure.build(FailureKind.SYNTAX, "conflicting or redundant options")
                        .position(o.start() + 1)
                        .build();
            }
        }
        if (limit() != null && limit() < -1) {
            throw SqlFailure.build(FailureKind.DATA, "invalid connection limit: " + limit())
                    .sqlState("22023")
                    .build();
        }
    }

    boolean has(String key) {
        return given.containsKey(key);
    }

    /** Whether it asks for any of these. */
    boolean hasOther(Set<String> allowed) {
        return !allowed.containsAll(given.keySet());
    }

    boolean flag(String key, boolean otherwise) {
        return flags.getOrDefault(key, otherwise);
    }

    List<RoleName> roles(String key) {
        RoleOption o = given.get(key);
        return o == null ? List.of() : o.roles();
    }

    /** The text of the password; null for PASSWORD NULL. */
    String password() {
        return text("PASSWORD");
    }

    private String text(String key) {
        RoleOption o = given.get(key);
        return o == null || !(o.value() instanceof Literal l) ? null : l.value();
    }

    private Integer limit() {
        String t = text("CONNECTION LIMIT");
        return t == null ? null : Integer.valueOf(t);
    }

    private Instant until(Instant otherwise) {
        String t = text("VALID UNTIL");
        return t == null ? otherwise : instant(t.strip());
    }

    /** The role with what the options say. */
    User on(User u) {
        RoleAttributes a = u.attributes();
        return new User(
                u.id(),
                u.name(),
                flag("LOGIN", u.login()),
                flag("SUPERUSER", u.superuser()),
                u.locked(),
                until(u.expires()),
                u.roles(),
                u.verifiers(),
                new RoleAttributes(
                        flag("INHERIT", a.inherit()),
                        flag("CREATEROLE", a.createRole()),
                        flag("CREATEDB", a.createDatabase()),
                        flag("REPLICATION", a.replication()),
                        flag("BYPASSRLS", a.bypassRls()),
                        limit() == null ? a.connectionLimit() : limit()));
    }

    /** A time without a zone is UTC, which is what TimeZone is here unless a session says otherwise. */
    private static Instant instant(String text) {
        if (text.toLowerCase(Locale.ROOT).equals("infinity")) {
            return null;
        }
        Matcher m = TIME.matcher(text);
        try {
            if (m.matches()) {
                LocalDateTime at = m.group(2) == null
                        ? LocalDate.parse(m.group(1)).atStartOfDay()
                        : LocalDateTime.parse(m.group(1) + 'T' + m.group(2));
                return at.toInstant(m.group(3) == null ? ZoneOffset.UTC : offset(m.group(3)));
            }
            // as RFC 3339 and mail have it
            return OffsetDateTime.parse(text, DateTimeFormatter.ISO_OFFSET_DATE_TIME)
                    .toInstant();
        } catch (DateTimeException e) {
            throw SqlFailure.build(
                            FailureKind.DATA, "invalid input syntax for type timestamp with time zone: \"" + text + '"')
                    .sqlState("22007")
                    .build();
        }
    }

    private static ZoneOffset offset(String zone) {
        return Character.isLetter(zone.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(zone);
    }
}
