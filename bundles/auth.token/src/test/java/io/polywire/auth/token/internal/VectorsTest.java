package io.polywire.auth.token.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.jwk.JWK;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** The examples of the standards. */
class VectorsTest {
    /** RFC 7515, appendix A.1: also the example of RFC 7519, section 3.1. */
    private static final String HS256 = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

    private static final String HS256_KEY =
            "{\"kty\":\"oct\",\"k\":\"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75"
                    + "aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow\"}";

    /** RFC 7515, appendix A.3. */
    private static final String ES256 = "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q";

    private static final String ES256_KEY = "{\"kty\":\"EC\",\"crv\":\"P-256\","
            + "\"x\":\"f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU\",\"y\":\"x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0\"}";

    /** RFC 8037, appendix A.2 and A.4. */
    private static final String ED25519_KEY =
            "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    private static final String ED25519 = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc"
            + ".hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    private static boolean verify(String token, String key, JWSAlgorithm algorithm) throws Exception {
        JWK jwk = JWK.parse(key);
        assertThat(Signatures.fits(jwk, algorithm, new Date())).isTrue();
        return Signatures.verify(JWSObject.parse(token), jwk);
    }

    /** Another byte within the signature, not its last bits, which base64url leaves open. */
    private static String changed(String token) {
        int at = token.lastIndexOf('.') + 5;
        return token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
    }

    @Test
    void rfc7515HmacSha256() throws Exception {
        assertThat(verify(HS256, HS256_KEY, JWSAlgorithm.HS256)).isTrue();
        assertThat(verify(changed(HS256), HS256_KEY, JWSAlgorithm.HS256)).isFalse();
    }

    @Test
    void rfc7515Es256() throws Exception {
        assertThat(verify(ES256, ES256_KEY, JWSAlgorithm.ES256)).isTrue();
        assertThat(verify(changed(ES256), ES256_KEY, JWSAlgorithm.ES256)).isFalse();
    }

    @Test
    void rfc8037Ed25519() throws Exception {
        assertThat(verify(ED25519, ED25519_KEY, JWSAlgorithm.EdDSA)).isTrue();
        assertThat(verify(changed(ED25519), ED25519_KEY, JWSAlgorithm.EdDSA)).isFalse();
    }

    @Test
    void aKeyIsOnlyForWhatItIs() throws Exception {
        Date now = new Date();
        assertThat(Signatures.fits(JWK.parse(ES256_KEY), JWSAlgorithm.HS256, now))
                .isFalse();
        assertThat(Signatures.fits(JWK.parse(ES256_KEY), JWSAlgorithm.ES384, now))
                .isFalse();
        assertThat(Signatures.fits(JWK.parse(ED25519_KEY), JWSAlgorithm.ES256, now))
                .isFalse();
        assertThat(Signatures.fits(JWK.parse(HS256_KEY), JWSAlgorithm.RS256, now))
                .isFalse();
    }
}
