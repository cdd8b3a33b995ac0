package io.polywire.auth.certificate.internal;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.naming.InvalidNameException;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/** The names that a certificate has for its subject. */
final class CertificateNames {
    private CertificateNames() {}

    /** Where a name stands. */
    enum Source {
        /** The common name; a subject with several has none. */
        CN,
        /** The whole subject as RFC 2253 writes it. */
        DN,
        /** An alternative name of type rfc822Name. */
        EMAIL,
        /** An alternative name of type dNSName. */
        DNS,
        /** An alternative name of type uniformResourceIdentifier (SPIFFE). */
        URI;

        /** By its name in a configuration, or null. */
        static Source of(String name) {
            for (Source s : values()) {
                if (s.key().equals(name)) {
                    return s;
                }
            }
            return null;
        }

        String key() {
            return name().toLowerCase(Locale.ROOT);
        }

        private int type() {
            return switch (this) {
                case EMAIL -> 1;
                case DNS -> 2;
                case URI -> 6;
                case CN, DN -> -1;
            };
        }
    }

    /**
     * The names of a source.
     *
     * @return without those that hold control characters, which are only there to deceive
     * @throws CertificateParsingException for a certificate whose names cannot be read
     */
    static List<String> of(X509Certificate certificate, Source source) throws CertificateParsingException {
        List<String> names = new ArrayList<>();
        switch (source) {
            case DN -> names.add(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
            case CN -> {
                List<String> all = attribute(certificate, "CN");
                if (all.size() == 1) {
                    names.addAll(all);
                }
            }
            case EMAIL, DNS, URI -> {
                Collection<List<?>> others = certificate.getSubjectAlternativeNames();
                for (List<?> name : others == null ? List.<List<?>>of() : others) {
                    if (name.get(0).equals(source.type()) && name.get(1) instanceof String text) {
                        names.add(text);
                    }
                }
            }
        }
        names.removeIf(n -> n.isEmpty() || n.codePoints().anyMatch(Character::isISOControl));
        return names;
    }

    /**
     * The values of an attribute of the subject, the most specific first.
     *
     * @param type its name ("OU") or number ("2.5.4.11")
     */
    static List<String> attribute(X509Certificate certificate, String type) throws CertificateParsingException {
        List<String> values = new ArrayList<>();
        try {
            LdapName subject =
                    new LdapName(certificate.getSubjectX500Principal().getName(X500Principal.RFC2253));
            for (int i = subject.size() - 1; i >= 0; i--) {
                Rdn rdn = subject.getRdn(i);
                NamingEnumeration<? extends Attribute> parts =
                        rdn.toAttributes().getAll();
                while (parts.hasMore()) {
                    Attribute part = parts.next();
                    if (part.getID().equalsIgnoreCase(type) && part.get() instanceof String text) {
                        values.add(text);
                    }
                }
            }
        } catch (InvalidNameException e) {
            throw new CertificateParsingException("its subject cannot be read", e);
        } catch (NamingException e) {
            throw new CertificateParsingException("an attribute of its subject cannot be read", e);
        }
        return values;
    }
}
