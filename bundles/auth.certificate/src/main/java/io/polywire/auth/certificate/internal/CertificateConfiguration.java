package io.polywire.auth.certificate.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Keys of {@code config/io.polywire.auth.certificate.cfg}; an underscore stands for a dot. */
@ObjectClassDefinition(
        name = "Polywire authentication by certificate",
        description = "Log-ins by the TLS client certificate, which the listener has verified (tls.trust, "
                + "tls.client.auth). A changed value acts on the next log-in.")
@interface CertificateConfiguration {
    /** Where names come from. */
    @AttributeDefinition(
            name = "Names",
            description = "Where in the certificate a user's name may stand, by commas, in order: cn, dn (the whole "
                    + "subject), email, dns, uri (alternative names).")
    String[] names() default {"cn"};

    /** From names to users. */
    @AttributeDefinition(
            name = "User rules",
            description =
                    "Rules from names to users, by semicolons: name = user, or /regular expression/ = user with $1 "
                            + "to $9. Without any, the name is the user's.",
            required = false)
    String[] user_rules() default {};

    /** stored or create. */
    @AttributeDefinition(
            name = "Users",
            description =
                    "stored: only users of the store get in; create: others are made there at their first log-in.")
    String users() default "stored";

    /** Says something of roles. */
    @AttributeDefinition(
            name = "Roles attribute",
            description = "Attribute of the subject that says something of roles: OU, O, or a number (1.2.3).")
    String roles_attribute() default "OU";

    /** From values to roles. */
    @AttributeDefinition(
            name = "Role rules",
            description = "value:role, by semicolons. At a log-in, the user becomes a member of the roles that its "
                    + "certificate names, and no member of the others that stand here.",
            required = false)
    String[] role_rules() default {};

    /** Revocation lists. */
    @AttributeDefinition(
            name = "CRL files",
            description = "Files with revocation lists (DER or PEM), by commas; read again when they change.",
            required = false)
    String[] crl_files() default {};

    /** Who signs them. */
    @AttributeDefinition(
            name = "CRL trust",
            description = "PEM file with the certificates that sign the lists; needed with crl.files.",
            required = false)
    String crl_trust() default "";

    /** No list. */
    @AttributeDefinition(
            name = "No list",
            description = "refuse or accept: a certificate whose issuer has no list in crl.files.")
    String crl_missing() default "refuse";

    /** Old list. */
    @AttributeDefinition(name = "Old list", description = "refuse or accept: a list beyond its next update.")
    String crl_expired() default "refuse";

    /** OCSP. */
    @AttributeDefinition(
            name = "OCSP",
            description =
                    "off; soft: each certificate's responder is asked at each log-in, and one is taken while nobody"
                            + " answers; hard: it is not.")
    String ocsp() default "off";

    /** OCSP. */
    @AttributeDefinition(
            name = "OCSP trust",
            description = "PEM file with the authorities whose certificates are asked about.",
            required = false)
    String ocsp_trust() default "";

    /** OCSP. */
    @AttributeDefinition(
            name = "OCSP responder",
            description = "URL of the responder; empty for those that the certificates name.",
            required = false)
    String ocsp_url() default "";

    /** How often files are looked at. */
    @AttributeDefinition(
            name = "Reload",
            description = "How often files are looked at for changes; milliseconds, 0 to 3600000.")
    int reload_ms() default 1000;

    /** Threads. */
    @AttributeDefinition(name = "Log-in threads", description = "Threads that check certificates, 1 to 64.")
    int login_threads() default 2;

    /** Queue. */
    @AttributeDefinition(
            name = "Log-in queue",
            description = "Log-ins that may wait for a thread, 1 to 100000; one more is refused with 53300.")
    int login_queue() default 256;
}
