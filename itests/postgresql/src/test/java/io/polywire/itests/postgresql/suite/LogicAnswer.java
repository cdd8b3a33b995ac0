package io.polywire.itests.postgresql.suite;

import io.polywire.itests.postgresql.wire.BackendMessage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/** A server's answer as sqllogictest writes it: a line for each value, or how many values there are and their MD5. */
final class LogicAnswer {
    private LogicAnswer() {}

    /** Whether a record says of an answer that it is right. */
    static boolean passes(LogicFile.Record record, List<BackendMessage> answer) {
        boolean failed = answer.stream().anyMatch(BackendMessage.ErrorResponse.class::isInstance);
        if (failed || !record.isQuery()) {
            return record.works() != failed;
        }
        List<List<String>> rows = new ArrayList<>();
        for (BackendMessage message : answer) {
            if (message instanceof BackendMessage.DataRow row) {
                if (row.values().size() != record.types().length()) {
                    return false;
                }
                rows.add(values(record.types(), row.values()));
            }
        }
        List<String> lines = lines(record.sort(), rows);
        List<String> expected = record.answer();
        return expected.equals(lines)
                || expected.size() == 1 && expected.get(0).equals(lines.size() + " values hashing to " + hash(lines));
    }

    private static List<String> values(String types, List<byte[]> row) {
        List<String> values = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            values.add(value(types.charAt(i), row.get(i)));
        }
        return values;
    }

    private static String value(char type, byte[] raw) {
        if (raw == null) {
            return "NULL";
        }
        String text = new String(raw, StandardCharsets.UTF_8);
        if (type == 'T') {
            return text.isEmpty() ? "(empty)" : text.replaceAll("[^ -~]", "@");
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return type == 'I'
                    ? number.toBigInteger().toString()
                    : number.setScale(3, RoundingMode.HALF_EVEN).toPlainString();
        } catch (NumberFormatException e) {
            // it is not what the record says it is
            return text;
        }
    }

    private static List<String> lines(LogicFile.Sort sort, List<List<String>> rows) {
        List<List<String>> sorted = new ArrayList<>(rows);
        if (sort == LogicFile.Sort.ROWSORT) {
            sorted.sort(LogicAnswer::compare);
        }
        List<String> lines = new ArrayList<>();
        sorted.forEach(lines::addAll);
        if (sort == LogicFile.Sort.VALUESORT) {
            lines.sort(Comparator.naturalOrder());
        }
        return lines;
    }

    private static int compare(List<String> a, List<String> b) {
        for (int i = 0; i < a.size(); i++) {
            int order = a.get(i).compareTo(b.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static String hash(List<String> lines) {
        try {
            MessageDigest md5 = MessageDigest.getInstance("MD5");
            lines.forEach(line -> md5.update((line + "\n").getBytes(StandardCharsets.US_ASCII)));
            return HexFormat.of().formatHex(md5.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
