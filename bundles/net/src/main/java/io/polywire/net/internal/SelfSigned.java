package io.polywire.net.internal;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.locks.ReentrantLock;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The certificate of the development profile: made once below the home, used by every listener that names none, made
 * again a month before it ends.
 */
final class SelfSigned {
    private static final Duration LIFE = Duration.ofDays(730);
    private static final Duration RENEW = Duration.ofDays(30);
    /** Listeners come up in parallel and share the file. */
    private static final ReentrantLock LOCK = new ReentrantLock();

    private SelfSigned() {}

    /** The file with key and certificate, made where it is missing or ends soon. */
    static Path file(Path home) throws IOException, GeneralSecurityException {
        Path folder = home.resolve("data").resolve("tls");
        Path file = folder.resolve("self-signed.pem");
        LOCK.lock();
        try {
            if (!usable(file)) {
                Files.createDirectories(folder);
                write(folder, file);
            }
        } finally {
            LOCK.unlock();
        }
        return file;
    }

    private static boolean usable(Path file) throws IOException, GeneralSecurityException {
        if (!Files.exists(file)) {
            return false;
        }
        PemFile pem = PemFile.read(file);
        return !pem.keys().isEmpty()
                && !pem.certificates().isEmpty()
                && pem.certificates()
                        .get(0)
                        .getNotAfter()
                        .toInstant()
                        .isAfter(Instant.now().plus(RENEW));
    }

    private static void write(Path folder, Path file) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X509CertificateHolder certificate;
        try {
            certificate = certificate(pair);
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("the certificate cannot be signed", e);
        }
        String publicPart = pem(certificate);
        replace(file, pem(new JcaPKCS8Generator(pair.getPrivate(), null)) + publicPart, true);
        // for clients that want to check it: no secret in this one
        replace(folder.resolve("self-signed.crt"), publicPart, false);
    }

    private static X509CertificateHolder certificate(KeyPair pair)
            throws IOException, GeneralSecurityException, OperatorCreationException {
        X500Name name = new X500Name("CN=localhost,OU=self-signed for development,O=Polywire");
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                name,
                new BigInteger(64, new SecureRandom()).setBit(63),
                Date.from(now.minus(Duration.ofDays(1))),
                Date.from(now.plus(LIFE)),
                name,
                pair.getPublic());
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
            new GeneralName(GeneralName.iPAddress, "::1")
        }));
        return builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    }

    private static String pem(Object block) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(block);
        }
        return text.toString();
    }

    /** Written aside and renamed, so that nobody reads half a file; the secret one is never readable by others. */
    private static void replace(Path file, String text, boolean secret) throws IOException {
        boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] rights = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"))
                }
                : new FileAttribute<?>[0];
        Path aside = Files.createTempFile(file.getParent(), "tls", ".part", rights);
        try {
            Files.write(aside, text.getBytes(StandardCharsets.US_ASCII));
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
