package io.polywire.protocol.postgresql.internal.encoding;

import io.polywire.api.value.TextEncoding;

/** How the bytes of an encoding make characters: the lengths and checks of PostgreSQL 15's {@code wchar.c}. */
enum Shape {
    SINGLE {
        @Override
        int length(int first, int second) {
            return 1;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            return true;
        }
    },
    EUC_JP {
        @Override
        int length(int first, int second) {
            return first == 0x8F ? 3 : 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            return switch (b[at] & 0xFF) {
                case 0x8E -> length == 2 && in(b[at + 1], 0xA1, 0xDF);
                case 0x8F -> length == 3 && in(b[at + 1], 0xA1, 0xFE) && in(b[at + 2], 0xA1, 0xFE);
                default -> length == 2 && in(b[at], 0xA1, 0xFE) && in(b[at + 1], 0xA1, 0xFE);
            };
        }
    },
    /** EUC_KR and EUC_CN. */
    EUC {
        @Override
        int length(int first, int second) {
            return 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            return length == 2 && in(b[at], 0xA1, 0xFE) && in(b[at + 1], 0xA1, 0xFE);
        }
    },
    JOHAB {
        @Override
        int length(int first, int second) {
            return first == 0x8F ? 3 : 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            for (int i = 1; i < length; i++) {
                if (!in(b[at + i], 0xA1, 0xFE)) {
                    return false;
                }
            }
            return length == length(b[at] & 0xFF, 0);
        }
    },
    SJIS {
        @Override
        int length(int first, int second) {
            return first >= 0xA1 && first <= 0xDF ? 1 : 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            if (length == 1) {
                return in(b[at], 0xA1, 0xDF);
            }
            return (in(b[at], 0x81, 0x9F) || in(b[at], 0xE0, 0xFC))
                    && (in(b[at + 1], 0x40, 0x7E) || in(b[at + 1], 0x80, 0xFC));
        }
    },
    /** BIG5, GBK, UHC: any second byte but zero. */
    PAIR {
        @Override
        int length(int first, int second) {
            return 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            return length == 2 && b[at + 1] != 0;
        }
    },
    GB18030 {
        @Override
        int length(int first, int second) {
            return second >= 0x30 && second <= 0x39 ? 4 : 2;
        }

        @Override
        boolean isValid(byte[] b, int at, int length) {
            if (length == 4) {
                return in(b[at], 0x81, 0xFE)
                        && in(b[at + 1], 0x30, 0x39)
                        && in(b[at + 2], 0x81, 0xFE)
                        && in(b[at + 3], 0x30, 0x39);
            }
            return length == 2 && in(b[at], 0x81, 0xFE) && (in(b[at + 1], 0x40, 0x7E) || in(b[at + 1], 0x80, 0xFE));
        }
    };

    static Shape of(TextEncoding encoding) {
        return switch (encoding) {
            case EUC_JP -> EUC_JP;
            case EUC_KR, EUC_CN -> EUC;
            case JOHAB -> JOHAB;
            case SJIS -> SJIS;
            case BIG5, GBK, UHC -> PAIR;
            case GB18030 -> GB18030;
            default -> SINGLE;
        };
    }

    /** Length that a sequence has by its first byte, which is over 0x7F, and its second one, 0 if it is not there. */
    abstract int length(int first, int second);

    /** Whether bytes are one character's, if their encoding has such a one. */
    abstract boolean isValid(byte[] b, int at, int length);

    /** The length, but not over {@code end}. */
    int length(byte[] b, int at, int end) {
        return Math.min(length(b[at] & 0xFF, at + 1 < end ? b[at + 1] & 0xFF : 0), end - at);
    }

    private static boolean in(byte b, int from, int to) {
        int v = b & 0xFF;
        return v >= from && v <= to;
    }
}
