package io.polywire.protocol.r2db2.internal;

import io.polywire.api.session.Column;
import io.polywire.api.type.Type;
import java.util.Arrays;
import java.util.List;

/**
 * How the values of a column are written. Most are written as they travel; some travel as a number that is not the value
 * itself (a date as days), and those go out as text in both kinds of rows.
 */
enum ColumnForm {
    /** As it travels. */
    PLAIN,
    /** Single precision, widened. */
    FLOAT,
    DATE,
    TIME,
    TIMESTAMP,
    TIMESTAMP_TZ,
    /** A LONG that is scaled by the column's scale. */
    DECIMAL,
    /** Without sign. */
    UINT64,
    /** 16 bytes. */
    UUID;

    private static final ColumnForm[] ALL_PLAIN = {};

    /** The forms of the columns of a result; an empty array if all are {@link #PLAIN}. */
    static ColumnForm[] of(List<Column> columns) {
        ColumnForm[] forms = null;
        for (int i = 0; i < columns.size(); i++) {
            ColumnForm form = of(columns.get(i).type());
            if (form != PLAIN && forms == null) {
                forms = new ColumnForm[columns.size()];
                Arrays.fill(forms, PLAIN);
            }
            if (forms != null) {
                forms[i] = form;
            }
        }
        return forms == null ? ALL_PLAIN : forms;
    }

    private static ColumnForm of(Type type) {
        return switch (type.kind()) {
            case FLOAT32 -> FLOAT;
            case DATE -> DATE;
            case TIME -> TIME;
            case TIMESTAMP -> TIMESTAMP;
            case TIMESTAMP_TZ -> TIMESTAMP_TZ;
            case DECIMAL -> DECIMAL;
            case UINT64 -> UINT64;
            case UUID -> UUID;
            default -> PLAIN;
        };
    }
}
