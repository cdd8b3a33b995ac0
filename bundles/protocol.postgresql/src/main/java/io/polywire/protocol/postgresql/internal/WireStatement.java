package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Column;
import io.polywire.api.session.Prepared;
import io.polywire.api.type.Type;
import io.polywire.protocol.postgresql.internal.encoding.Transcoder;
import io.polywire.protocol.postgresql.internal.io.Output;
import io.polywire.protocol.postgresql.internal.type.WireType;
import io.polywire.protocol.postgresql.internal.type.WireTypes;
import java.util.Arrays;
import java.util.List;

/** A prepared statement with what the wire makes of its types; descriptions are encoded once. */
final class WireStatement {
    private static final WireType[] NONE = {};

    final Prepared prepared;
    private final int[] declared;
    private WireType[] parameters;
    private WireType[] columns;
    /** What {@link #columns} are of: the session has others when a type of rows has got or lost a field. */
    private List<Column> known;

    private byte[] textDescription;
    private Transcoder describedBy;

    /** @param declared oids that the client declared, 0 where it did not; may be shorter than there are parameters */
    WireStatement(Prepared prepared, int[] declared) {
        this.prepared = prepared;
        this.declared = declared;
    }

    /** Types of the parameters: as the client declared, else as the session inferred. */
    WireType[] parameters() {
        WireType[] p = parameters;
        if (p == null) {
            List<Type> types = prepared.parameters();
            p = types.isEmpty() ? NONE : new WireType[types.size()];
            for (int i = 0; i < p.length; i++) {
                // of a user's type the session knows more than its number
                boolean known =
                        i >= declared.length || declared[i] == 0 || types.get(i).id() == declared[i];
                p[i] = WireTypes.of(known ? types.get(i) : WireTypes.declared(declared[i]));
            }
            parameters = p;
        }
        return p;
    }

    WireType[] columns() {
        WireType[] c = columns;
        List<Column> all = prepared.columns();
        if (c == null || all != known) {
            c = all.isEmpty() ? NONE : new WireType[all.size()];
            for (int i = 0; i < c.length; i++) {
                c[i] = WireTypes.of(all.get(i).type());
            }
            columns = c;
            known = all;
            textDescription = null;
        }
        return c;
    }

    void describeParameters(Output out) {
        WireType[] p = parameters();
        int start = out.begin(Message.PARAMETER_DESCRIPTION);
        out.i16(p.length);
        for (int i = 0; i < p.length; i++) {
            out.i32(i < declared.length && declared[i] != 0 ? declared[i] : p[i].oid());
        }
        out.end(start);
    }

    /** RowDescription or NoData. */
    void describeRows(Formats formats, Output out) {
        if (!prepared.returnsRows()) {
            out.end(out.begin(Message.NO_DATA));
        } else if (!formats.isAllText()) {
            rowDescription(formats, out);
        } else if (prepared.columns() == known && textDescription != null && describedBy == out.transcoder()) {
            out.bytes(textDescription);
        } else {
            int from = out.size();
            rowDescription(formats, out);
            describedBy = out.transcoder();
            textDescription = Arrays.copyOfRange(out.array(), out.index(from), out.index(out.size()));
        }
    }

    private void rowDescription(Formats formats, Output out) {
        WireType[] types = columns();
        List<Column> all = prepared.columns();
        int start = out.begin(Message.ROW_DESCRIPTION);
        out.i16(types.length);
        for (int i = 0; i < types.length; i++) {
            Column c = all.get(i);
            out.cstring(c.name()).i32(c.tableId()).i16(c.attribute());
            out.i32(types[i].oid()).i16(types[i].length()).i32(types[i].modifier());
            out.i16(formats.of(i));
        }
        out.end(start);
    }
}
