package io.polywire.net.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Reads what the keys {@code tls.*} name; what is wrong with a file is said with the key that names it. */
final class KeyMaterial {
    private KeyMaterial() {}

    /** A reading that can fail because of the file. */
    private interface Reading<T> {
        T read() throws IOException, GeneralSecurityException;
    }

    /** The listener's own chain and key. */
    static Identity pem(Path certificateFile, Path keyFile) throws BadSetting {
        return pem("tls.certificate", "tls.key", certificateFile, keyFile);
    }

    /**
     * Reads a chain and its key.
     *
     * @param certificateName key of the configuration that names the certificate, for messages
     * @param keyName key of the configuration that names the key
     */
    static Identity pem(String certificateName, String keyName, Path certificateFile, Path keyFile) throws BadSetting {
        List<X509Certificate> chain = of(
                certificateName,
                certificateFile,
                "a PEM file with a certificate",
                () -> atLeastOne(PemFile.read(certificateFile).certificates(), "certificate"));
        return of(keyName, keyFile, "a PEM file with the certificate's private key", () -> {
            List<PrivateKey> keys = atLeastOne(PemFile.read(keyFile).keys(), "private key");
            return new Identity(keys.get(0), chain).checked();
        });
    }

    static Identity keystore(Path file, Path passwordFile) throws BadSetting {
        char[] password = passwordFile == null
                ? new char[0]
                : of("tls.keystore.password.file", passwordFile, "a file whose first line is the password", () -> {
                    List<String> lines = Files.readAllLines(passwordFile);
                    return lines.isEmpty() ? new char[0] : lines.get(0).toCharArray();
                });
        try {
            return of("tls.keystore", file, "a PKCS#12 file with one key and its password", () -> {
                KeyStore store = KeyStore.getInstance("PKCS12");
                try (InputStream in = Files.newInputStream(file)) {
                    store.load(in, password);
                }
                return single(store, password).checked();
            });
        } finally {
            Arrays.fill(password, '\0');
        }
    }

    private static Identity single(KeyStore store, char[] password) throws IOException, GeneralSecurityException {
        Identity found = null;
        for (String alias : Collections.list(store.aliases())) {
            if (store.isKeyEntry(alias) && store.getKey(alias, password) instanceof PrivateKey key) {
                if (found != null) {
                    throw new IOException("it holds several keys");
                }
                Certificate[] chain = store.getCertificateChain(alias);
                found = new Identity(
                        key,
                        Arrays.stream(chain).map(X509Certificate.class::cast).toList());
            }
        }
        if (found == null) {
            throw new IOException("it holds no key");
        }
        return found;
    }

    static List<X509Certificate> trust(Path file) throws BadSetting {
        return of(
                "tls.trust",
                file,
                "a PEM file with certificates",
                () -> atLeastOne(PemFile.read(file).certificates(), "certificate"));
    }

    private static <T> List<T> atLeastOne(List<T> found, String what) throws IOException {
        if (found.isEmpty()) {
            throw new IOException("it holds no " + what);
        }
        return found;
    }

    private static <T> T of(String key, Path file, String allowed, Reading<T> reading) throws BadSetting {
        try {
            return reading.read();
        } catch (NoSuchFileException e) {
            throw new BadSetting(key, file.toString(), allowed + " (there is no such file)", e);
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            throw new BadSetting(key, file.toString(), allowed + " (" + e.getMessage() + ")", e);
        }
    }
}
