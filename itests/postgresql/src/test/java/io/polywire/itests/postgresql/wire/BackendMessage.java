package io.polywire.itests.postgresql.wire;

import java.util.List;
import java.util.Map;

/** What a PostgreSQL server sends: one record for each message of protocol 3.0 (manual, 55.7). */
public sealed interface BackendMessage {
    /**
     * @param code 0 ok, 3 clear text, 5 MD5, 10 SASL, 11 SASL continue, 12 SASL final
     * @param data what follows the code
     */
    record Authentication(int code, byte[] data) implements BackendMessage {}

    record BackendKeyData(int process, int secret) implements BackendMessage {}

    record ParameterStatus(String name, String value) implements BackendMessage {}

    /** @param status {@code I}, {@code T} or {@code E} */
    record ReadyForQuery(char status) implements BackendMessage {}

    record Column(String name, int table, int attribute, int type, int size, int modifier, int format) {}

    record RowDescription(List<Column> columns) implements BackendMessage {}

    /** @param values null where there is no value */
    record DataRow(List<byte[]> values) implements BackendMessage {}

    record CommandComplete(String tag) implements BackendMessage {}

    record EmptyQueryResponse() implements BackendMessage {}

    /** @param fields by their letter */
    record ErrorResponse(Map<Character, String> fields) implements BackendMessage {}

    /** @param fields by their letter */
    record NoticeResponse(Map<Character, String> fields) implements BackendMessage {}

    record NotificationResponse(int process, String channel, String payload) implements BackendMessage {}

    record ParameterDescription(List<Integer> types) implements BackendMessage {}

    record ParseComplete() implements BackendMessage {}

    record BindComplete() implements BackendMessage {}

    record CloseComplete() implements BackendMessage {}

    record NoData() implements BackendMessage {}

    record PortalSuspended() implements BackendMessage {}

    /** @param kind {@code G} in, {@code H} out, {@code W} both */
    record CopyResponse(char kind, int format, List<Integer> formats) implements BackendMessage {}

    record CopyData(byte[] data) implements BackendMessage {}

    record CopyDone() implements BackendMessage {}

    record NegotiateProtocolVersion(int minor, List<String> unknown) implements BackendMessage {}

    record FunctionCallResponse(byte[] value) implements BackendMessage {}
}
