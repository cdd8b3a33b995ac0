package io.polywire.auth.password.internal;

/** The random bytes of MySQL's greeting. */
final class MySqlScramble {
    /** Without the NUL that the wire puts behind them. */
    static final int BYTES = 20;

    private MySqlScramble() {}

    /** Seven-bit bytes without NUL, which ends them on the wire, and '$', which separates fields of stored verifiers. */
    static byte[] random() {
        byte[] scramble = Secrets.random(BYTES);
        for (int i = 0; i < BYTES; i++) {
            scramble[i] &= 0x7f;
            if (scramble[i] == 0 || scramble[i] == '$') {
                scramble[i]++;
            }
        }
        return scramble;
    }
}
