package io.polywire.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.sql.tree.Select;
import io.polywire.sql.tree.Trees;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(1100), ZoneOffset.UTC);

    private final QueryCompiler original = new QueryCompiler(WazuhTables.agents(), true, CLOCK);
    private final QueryCompiler ours = new QueryCompiler(WazuhTables.agents(), false, CLOCK);
    private final Agents agents = new Agents(40);

    @AfterEach
    void close() throws SQLException {
        agents.close();
    }

    private static QueryRequest ask() {
        return new QueryRequest().limit(3).select(List.of("id"));
    }

    private String sent(QueryRequest request) {
        return original.rows(request).literal().toLowerCase(Locale.ROOT).replace(", ", ",");
    }

    private List<Long> ids(QueryRequest request) {
        request.limit(null).select(List.of("id"));
        return new QueryRunner(ours, agents::run)
                .run(request).toCompletableFuture().join().items().stream()
                        .map(item -> ((Number) ((Map<?, ?>) item).get("id")).longValue())
                        .toList();
    }

    private int code(QueryRequest request) {
        return catchThrowableOfType(QueryException.class, () -> ours.rows(request))
                .code();
    }

    @ParameterizedTest
    @DisplayName("W24, W33, W34, W40: filters as the original sends them")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "name=agent-0001 # (name = 'agent-0001' collate nocase)",
                "status=active;name~agent,id>5 # ((connection_status = 'active' collate nocase) and (name like '%agent%'"
                        + " collate nocase) or (id > '5' collate nocase))",
                "(status=active,status=pending);id<10 # ((connection_status = 'active' collate nocase) or"
                        + " (connection_status = 'pending' collate nocase)) and (id < '10' collate nocase)",
                "name!=null # (name is null)",
                "name=o'brien # (name like 'o_brien' collate nocase)",
                "name={\"a\": 1} # (name like '{_a_:1}' collate nocase)",
                "version=Wazuhv4.14.0 # (version = 'wazuh v4.14.0' collate nocase)",
                "group=default # ((',' || `group` || ',') like '%,default,%')",
                "dateAdd<7d # (date_add is not null and date_add > strftime('%s','now') - 604800 and id != 0)",
                "dateAdd>2024-01-31T10:00:00Z # (date_add is not null and date_add > strftime('%s','2024-01-31t10:00:00z')"
                        + " and id != 0)",
            })
    void filters(String q, String where) {
        assertThat(sent(ask().q(q)))
                .isEqualTo("select id as 'id' from agent where " + where + " order by id asc limit 3 offset 0");
    }

    @Test
    @DisplayName("W33: selection, least selection, order, search, distinct")
    void parts() {
        assertThat(sent(ask().select(List.of("name", "id"))))
                .isEqualTo("select id as 'id',name as 'name' from agent order by id asc limit 3 offset 0");
        assertThat(sent(ask().select(List.of("name")).minSelect(Set.of("id"))))
                .isEqualTo("select id as 'id',name as 'name' from agent order by id asc limit 3 offset 0");
        assertThat(sent(ask().sort(List.of("name", "id"), true)))
                .endsWith("order by name desc,id desc limit 3 offset 0");
        assertThat(sent(ask().sort(List.of("os.version"), false)))
                .contains("order by cast(os_major as integer) asc,cast(os_minor as integer) asc");
        assertThat(sent(ask().search("abc", true).q("id>3")))
                .contains(
                        "where (id > '3' collate nocase) and not ((id like '%abc%' and id is not null) or (name like");
        assertThat(sent(ask().search("012", false))).contains("((id like '12' and id is not null)");
        assertThat(sent(ask().distinct(true).select(List.of("os.platform")).q("id>3")))
                .startsWith(
                        "select distinct os_platform as 'os.platform' from agent where (id > '3' collate nocase) and"
                                + " os_platform is not null and os_platform != ''");
    }

    @Test
    @DisplayName("W36, W38: legacy filters, allowed and forbidden keys")
    void filtersOfOld() {
        Map<String, List<String>> filters = new LinkedHashMap<>();
        filters.put("status", List.of("active", "pending"));
        filters.put("name", List.of("x"));
        assertThat(sent(ask().filters(filters)))
                .contains(
                        "where ((connection_status = 'active' collate nocase) or (connection_status = 'pending' collate"
                                + " nocase)) and (name = 'x' collate nocase) order by");
        assertThat(original.count(ask().rbac(List.of("001", "002"), true)).literal())
                .isEqualTo("SELECT COUNT(*) AS total FROM (SELECT id AS 'id' FROM agent WHERE (id NOT IN (1,2)))");
        assertThat(ids(ask().rbac(List.of("001", "002"), false))).containsExactly(1L, 2L);
        assertThat(ids(ask().rbac(List.of(), false))).isEmpty();
        assertThat(ids(ask().rbac(List.of(), true))).hasSize(41);
        // a filter with OR does not open what is forbidden
        assertThat(ids(ask().rbac(List.of("3"), false).q("id=1,id=3"))).containsExactly(3L);
        assertThat(ids(ask().filters(Map.of("older_than", List.of("0s"))))).hasSize(41);
        assertThat(ids(ask().filters(Map.of("older_than", List.of("90s"))))).containsExactly(2L, 5L, 8L);
    }

    @Test
    @DisplayName("ours is right where the original is not")
    void differences() {
        assertThat(ids(ask().q("lastKeepAlive=null"))).hasSize(13);
        assertThat(ids(ask().q("ip!=null"))).hasSize(41);
        assertThat(ids(ask().q("name=agent'0001"))).isEmpty();
        assertThat(ids(ask().q("group!=g1;id<3"))).containsExactly(0L, 2L);
        assertThat(ids(ask().search("agent_0001", false))).isEmpty();
        assertThat(ids(ask().q("dateAdd<65s")))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(36, 40).mapToObj(Long::valueOf).toList());
        assertThat(ids(ask().q("dateAdd>1970-01-01 00:17:00"))).hasSize(20);
        assertThat(ids(ask().q("id>9;id<12"))).containsExactly(10L, 11L);
    }

    @Test
    @DisplayName("W33: rows of equal rank come in the order of the key; compatible, in any")
    void equalRank() {
        QueryRequest request = ask().sort(List.of("os.platform"), true);
        assertThat(ours.rows(request).text()).contains("ORDER BY os_platform COLLATE BINARY DESC, id ASC LIMIT");
        assertThat(original.rows(request).text()).contains("ORDER BY os_platform DESC LIMIT");
        assertThat(ids(ask().sort(List.of("os.platform"), true).q("os.platform=ubuntu"))
                        .subList(0, 3))
                .containsExactly(0L, 4L, 8L);
    }

    @Test
    @DisplayName("W38: older_than takes a time frame alone: of a date it would give what is newer")
    void olderThanDate() {
        for (QueryCompiler compiler : List.of(ours, original)) {
            QueryRequest request = ask().filters(Map.of("older_than", List.of("2024-01-01")));
            assertThat(catchThrowableOfType(QueryException.class, () -> compiler.rows(request))
                            .code())
                    .isEqualTo(QueryException.TIME_FRAME);
        }
    }

    @Test
    @DisplayName("W33, W40: a number that is counted is compared as one; compatible, as the text that it never is")
    void countedNumbers() {
        Select counted = Trees.select(
                false,
                List.of(Trees.item(Trees.column("os_platform"), "p"), Trees.item(Trees.countAll(), "n")),
                Trees.table(Trees.qualified("agent"), null),
                null,
                List.of(Trees.column("os_platform")));
        QueryTable table = QueryTable.of(Trees.derived(Trees.query(counted, List.of(), null, null), "counted"), "p")
                .field("p", "p", QueryTable.Kind.TEXT)
                .field("n", "n", QueryTable.Kind.NUMBER)
                .build();
        Map<String, List<Object>> wanted = Map.of(
                "n>10",
                List.of("ubuntu"),
                "n=10;p=debian",
                List.of("debian"),
                "n<10",
                List.of(),
                "n>10.5",
                List.of("ubuntu"),
                "n!=10",
                List.of("ubuntu"));
        wanted.forEach((q, platforms) -> {
            List<Map<String, Object>> rows = agents.run(new QueryCompiler(table).rows(new QueryRequest().q(q)))
                    .join();
            assertThat(rows.stream().map(row -> row.get("p"))).as(q).containsExactlyElementsOf(platforms);
        });
        assertThat(agents.run(new QueryCompiler(table, true, CLOCK).rows(new QueryRequest().q("n>10")))
                        .join())
                .isEmpty();
    }

    @Test
    @DisplayName("W33: names with capital letters come through a client that writes everything but texts in lower case")
    void capitalLetters() throws SQLException {
        Query query = ours.rows(ask().select(List.of("dateAdd", "os.platform")).q("id=4"));
        StringBuilder lower = new StringBuilder();
        String[] parts = query.literal().split("'", -1);
        for (int i = 0; i < parts.length; i++) {
            lower.append(i == 0 ? "" : "'").append(i % 2 == 0 ? parts[i].toLowerCase(Locale.ROOT) : parts[i]);
        }
        assertThat(agents.rows(lower.toString(), List.of()))
                .isEqualTo(List.of(Map.of("dateAdd", 1004, "os.platform", "ubuntu")));
    }

    @ParameterizedTest
    @DisplayName("W24, W34, W35, W63: what is refused, by its number")
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '\0',
            value = {
                "id==1 # 1409",
                "id<=1 # 1409",
                "id!~1 # 1409",
                "group<g # 1409",
                "foo=1 # 1408",
                "internal_key=x # 1408",
                ";;; # 1407",
                "name=(a,b)x # 1407",
                "((id=1 # 1407",
                "id=1) # 1407",
                "id=1; # 1407",
                "id= # 1407",
                "name=a*b # 1407",
                "name<null # 1409",
                "dateAdd>yesterday # 1412",
                "dateAdd>2024-13-01 # 1412",
                "dateAdd>7 # 0",
                "dateAdd>7x # 1411",
                "id=1,foo=all # 1408"
            })
    void refused(String q, int code) {
        if (code == 0) {
            ours.rows(ask().q(q));
        } else {
            assertThat(code(ask().q(q))).isEqualTo(code);
        }
    }

    @Test
    @DisplayName("W33, W63: selection, order and limits that are refused")
    void refusedParts() {
        assertThat(code(ask().select(List.of("nope")))).isEqualTo(QueryException.SELECT_FIELD);
        assertThat(code(ask().select(List.of("internal_key")))).isEqualTo(QueryException.SELECT_FIELD);
        assertThat(code(ask().sort(List.of("nope"), false))).isEqualTo(QueryException.SORT_FIELD);
        assertThat(code(ask().sort(List.of("internal_key"), false))).isEqualTo(QueryException.SORT_FIELD);
        // of rows that become one, a value that is not theirs would be that of any of them
        assertThat(code(ask().select(List.of("status")).distinct(true).sort(List.of("id"), false)))
                .isEqualTo(QueryException.SORT_FIELD);
        assertThat(code(ask().select(List.of("status"))
                        .groupBy(List.of("status"))
                        .sort(List.of("name"), true)))
                .isEqualTo(QueryException.SORT_FIELD);
        assertThat(code(ask().q("id=1e999"))).isEqualTo(QueryException.FORMAT);
        assertThat(code(ask().limit(0))).isEqualTo(QueryException.LIMIT_ZERO);
        ours.rows(ask().limit(100_000));
        assertThat(code(ask().limit(100_001))).isEqualTo(QueryException.LIMIT_TOO_LARGE);
        assertThat(code(ask().q("(".repeat(60) + "id=1" + ")".repeat(60)))).isEqualTo(QueryException.TOO_LONG);
        assertThat(code(ask().q("id=1" + ",id=1".repeat(600)))).isEqualTo(QueryException.TOO_LONG);
    }

    @Test
    @DisplayName("W37: distinct values are of one field")
    void values() {
        QueryRunner runner = new QueryRunner(ours, agents::run);
        QueryResult found = runner.values(
                        ask().select(List.of("os.platform")).count(true).limit(10))
                .toCompletableFuture()
                .join();
        assertThat(found.items()).isEqualTo(List.of("debian", "ubuntu"));
        assertThat(found.total()).isEqualTo(2);
        assertThat(catchThrowableOfType(QueryException.class, () -> runner.values(ask().select(List.of("id", "name"))))
                        .code())
                .isEqualTo(QueryException.DISTINCT_FIELDS);
    }

    @Test
    @DisplayName("W33: nested output, totals, groups")
    void output() {
        QueryRunner runner = new QueryRunner(ours, agents::run);
        QueryResult found = runner.run(new QueryRequest()
                        .limit(1)
                        .count(true)
                        .select(List.of("id", "os.platform", "os.major"))
                        .q("id=4"))
                .toCompletableFuture()
                .join();
        assertThat(found)
                .isEqualTo(
                        new QueryResult(List.of(Map.of("id", 4, "os", Map.of("platform", "ubuntu", "major", "6"))), 1));
        found = runner.run(new QueryRequest()
                        .limit(9)
                        .count(true)
                        .groupBy(List.of("os.platform"))
                        .sort(List.of("os.platform"), false))
                .toCompletableFuture()
                .join();
        assertThat(found.total()).isEqualTo(41);
        assertThat(found.items())
                .isEqualTo(List.of(
                        Map.of("os", Map.of("platform", "N/A"), "count", 10),
                        Map.of("os", Map.of("platform", ""), "count", 10),
                        Map.of("os", Map.of("platform", "debian"), "count", 10),
                        Map.of("os", Map.of("platform", "ubuntu"), "count", 11)));
        found = runner.run(new QueryRequest().count(true).data(false))
                .toCompletableFuture()
                .join();
        assertThat(found).isEqualTo(new QueryResult(List.of(), 41));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("W39, W54, W64: a list of 11,000 keys gives what a short one does")
    void oversized(boolean negate) throws SQLException {
        try (Agents many = new Agents(12_000)) {
            List<String> keys = new ArrayList<>();
            IntStream.range(500, 11_500).forEach(i -> keys.add(String.format("%03d", i)));
            QueryRequest request = new QueryRequest()
                    .rbac(keys, negate)
                    .q("status=active")
                    .sort(List.of("name"), true)
                    .offset(100)
                    .limit(200)
                    .count(true)
                    .select(List.of("id", "name"));
            QueryResult parts = new QueryRunner(ours, many::run, 400)
                    .run(request)
                    .toCompletableFuture()
                    .join();
            assertThat(many.ran.stream()
                            .mapToInt(query -> query.literal().length())
                            .max()
                            .orElseThrow())
                    .isLessThan(1000);
            QueryResult whole = new QueryRunner(ours, many::run, Integer.MAX_VALUE)
                    .run(request)
                    .toCompletableFuture()
                    .join();
            assertThat(whole.items()).hasSize(200);
            assertThat(parts).isEqualTo(whole);
        }
        QueryRequest grouped =
                new QueryRequest().rbac(List.of("1".repeat(18), "2"), negate).groupBy(List.of("status"));
        assertThat(catchThrowableOfType(QueryException.class, () -> new QueryRunner(ours, agents::run, 10).run(grouped))
                        .code())
                .isEqualTo(QueryException.TOO_LONG);
    }

    @Test
    @DisplayName("W31, W66: attacks over each way in do nothing and show nothing")
    void attacks() throws SQLException {
        List<String> attacks = new ArrayList<>();
        for (String end : List.of("'", "\"", "`", "')", "\\'", "''", "%' ", "] ")) {
            for (String what : List.of(
                    " or 1=1",
                    " or '1'='1",
                    "; drop table agent",
                    " union select internal_key from agent",
                    "/**/or/**/1",
                    " --",
                    "; attach 'x' as y",
                    " and randomblob(9999999)",
                    "\0 or 1=1",
                    "?",
                    "?1 or 1")) {
                attacks.add("agent-0001" + end + what);
                attacks.add(end + what + end);
            }
        }
        assertThat(attacks).hasSizeGreaterThan(170);
        for (String attack : attacks) {
            for (QueryRequest request : List.of(
                    ask().q("name=" + attack),
                    ask().q("group=" + attack),
                    ask().q("name=x," + attack + "=1"),
                    ask().search(attack, false),
                    ask().filters(Map.of("name", List.of(attack))),
                    ask().filters(Map.of(attack, List.of("x"))),
                    ask().rbac(List.of(attack), false),
                    ask().sort(List.of(attack), false),
                    ask().select(List.of(attack)),
                    ask().select(List.of("id")).groupBy(List.of(attack)))) {
                for (QueryCompiler compiler : List.of(ours, original)) {
                    Query query;
                    try {
                        query = compiler.rows(request);
                    } catch (QueryException refused) {
                        continue;
                    }
                    assertThat(agents.rows(query)).as(attack).isEmpty();
                    try {
                        assertThat(agents.rows(query.literal(), List.of()))
                                .as(attack)
                                .isEmpty();
                    } catch (QueryException refused) {
                        assertThat(attack).containsAnyOf("\0", ";");
                    }
                }
            }
        }
        assertThat(ids(ask())).hasSize(41);
    }

    @Test
    @DisplayName(
            "W24: a trace shows what was understood, what it names, what is left out, and the statement with its values")
    void trace() {
        QueryRequest request =
                ask().q("(status=active,status=pending);id<10;version=all").rbac(List.of(), true);
        QueryTrace trace = ours.trace(request);
        assertThat(trace.parsed()).isEqualTo("(status = active OR status = pending) AND id < 10 AND version = all");
        assertThat(trace.checked())
                .containsExactly(
                        Map.entry("id", "id"),
                        Map.entry("status", "connection_status"),
                        Map.entry("version", "version"));
        assertThat(trace.left())
                .containsExactly(
                        "condition version = all, which all rows meet", "a list of forbidden keys that is empty");
        assertThat(trace.statement()).isEqualTo(ours.rows(request));
        assertThat(trace.toString().lines())
                .hasSize(5)
                .last()
                .isEqualTo("parameters: " + trace.statement().parameters());
        assertThat(ours.trace(ask()).toString())
                .startsWith("parsed: no filter\n")
                .contains("\nleft out: nothing\n");
        assertThat(catchThrowableOfType(QueryException.class, () -> ours.trace(ask().q("(id=1")))
                        .code())
                .isEqualTo(1407);
    }
}
