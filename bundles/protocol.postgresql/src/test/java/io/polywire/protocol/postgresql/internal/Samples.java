package io.polywire.protocol.postgresql.internal;

import io.polywire.api.session.Column;
import io.polywire.api.type.Type;
import io.polywire.api.type.TypeKind;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Statements that the tests run. */
final class Samples {
    static final Type INT4 = Type.of(TypeKind.INT32, "int4");
    static final Type TEXT = Type.of(TypeKind.TEXT, "text");

    private Samples() {}

    /** A session that knows them. */
    static FakeSession session(java.util.concurrent.Executor executor) {
        FakeSession s = new FakeSession(executor);
        s.add("select 1", rows(1));
        s.add("three", rows(3));
        s.add("many", rows(200_000));
        s.add("insert", new FakeSession.Stub("INSERT").affected(2));
        s.add("create", new FakeSession.Stub("CREATE TABLE"));
        s.add("lookup", lookup());
        s.add(
                "function 7",
                new FakeSession.Stub("SELECT").parameters(INT4).rows(List.of(Column.of("f", INT4)), (i, in, sink) -> {
                    if (i > 0) {
                        return false;
                    }
                    sink.startRow();
                    sink.putLong(in.getLong(0));
                    return true;
                }));
        return s;
    }

    static FakeDoor door(java.util.concurrent.Executor executor) {
        FakeDoor d = new FakeDoor();
        d.session = session(executor);
        return d;
    }

    /** Rows of a number and a text; the text of row 1 is NULL. */
    static FakeSession.Stub rows(long count) {
        return new FakeSession.Stub("SELECT")
                .rows(List.of(Column.of("id", INT4), Column.of("name", TEXT)), (i, in, sink) -> {
                    if (i >= count) {
                        return false;
                    }
                    sink.startRow();
                    sink.putLong(i);
                    if (i == 1) {
                        sink.putNull();
                    } else {
                        byte[] b = ("row " + i).getBytes(StandardCharsets.UTF_8);
                        sink.putUtf8(b, 0, b.length);
                    }
                    return true;
                });
    }

    /** One row that gives back its two parameters. */
    static FakeSession.Stub lookup() {
        return new FakeSession.Stub("SELECT")
                .parameters(INT4, TEXT)
                .rows(List.of(Column.of("a", INT4), Column.of("b", TEXT)), (i, in, sink) -> {
                    if (i > 0) {
                        return false;
                    }
                    sink.startRow();
                    switch (in.kind(0)) {
                        case LONG -> sink.putLong(in.getLong(0));
                        default -> sink.putNull();
                    }
                    switch (in.kind(1)) {
                        case UTF8 -> sink.putUtf8(in.heap(), in.offset(1), in.length(1));
                        default -> sink.putNull();
                    }
                    return true;
                });
    }
}
