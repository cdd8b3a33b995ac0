package io.polywire.dialect.sqlite.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.storage.Access;
import io.polywire.sql.tree.DatabaseStatement;
import io.polywire.sql.tree.EmptyStatement;
import io.polywire.sql.tree.OpaqueStatement;
import io.polywire.sql.tree.ShowDatabases;
import io.polywire.sql.tree.Statement;
import io.polywire.sql.tree.TransactionStatement;
import io.polywire.sql.tree.TransactionStatement.Action;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteParserTest {
    private static Statement parse(String text) {
        return SqliteParser.parse(text);
    }

    private static SqlFailure refusal(String text) {
        SqlFailure f = catchThrowableOfType(SqlFailure.class, () -> parse(text));
        assertThat(f).as(text).isNotNull();
        return f;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select 1 | SELECT | READ",
                "VALUES (1),(2) | SELECT | READ",
                "with x as (select 1) select * from x | SELECT | READ",
                "with x as (select 1) insert into t select * from x | INSERT | WRITE",
                "with recursive x(n) as (values(1) union all select n+1 from x) delete from t | DELETE | WRITE",
                "insert into t values (1) returning a | INSERT | WRITE",
                "replace into t values (1) | INSERT | WRITE",
                "update t set a = 1 | UPDATE | WRITE",
                "delete from t | DELETE | WRITE",
                "create table t(a) | CREATE TABLE | SCHEMA",
                "create unique index i on t(a) | CREATE INDEX | SCHEMA",
                "create virtual table f using fts5(a) | CREATE VIRTUAL TABLE | SCHEMA",
                "create trigger x after insert on t begin select 1; end | CREATE TRIGGER | SCHEMA",
                "drop view v | DROP VIEW | SCHEMA",
                "alter table t add column b | ALTER TABLE | SCHEMA",
                "analyze | ANALYZE | SCHEMA",
                "reindex t | REINDEX | WRITE",
                "vacuum | VACUUM | MAINTENANCE",
                "explain query plan select 1 | EXPLAIN | READ",
                "explain delete from t | EXPLAIN | READ",
                "pragma table_info(t) | PRAGMA | READ",
                "pragma main.user_version | PRAGMA | READ",
                "pragma user_version = 4 | PRAGMA | WRITE",
            })
    void classifies(String text, String command, Access access) {
        Statement s = parse(text);
        assertThat(s).isInstanceOf(OpaqueStatement.class);
        assertThat(s.command()).isEqualTo(command);
        assertThat(s.access()).isEqualTo(access);
    }

    @Test
    void letsNothingBe() {
        assertThat(parse("")).isInstanceOf(EmptyStatement.class);
        assertThat(parse(" ; -- x\n;")).isInstanceOf(EmptyStatement.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "begin | BEGIN",
                "begin deferred transaction | BEGIN",
                "commit | COMMIT",
                "end transaction | COMMIT",
                "rollback | ROLLBACK",
                "rollback transaction | ROLLBACK",
                "savepoint a | SAVEPOINT",
                "release a | RELEASE",
                "release savepoint \"A\" | RELEASE",
                "rollback to a | ROLLBACK_TO",
                "rollback transaction to savepoint A | ROLLBACK_TO",
            })
    void knowsTransactions(String text, Action action) {
        TransactionStatement s = (TransactionStatement) parse(text);
        assertThat(s.action()).isEqualTo(action);
        if (s.savepoint() != null) {
            assertThat(s.savepoint()).isEqualTo("a");
        }
    }

    @Test
    void takesTheWriterForImmediate() {
        assertThat(((TransactionStatement) parse("begin immediate")).mode().writeFirst())
                .isTrue();
        assertThat(((TransactionStatement) parse("begin exclusive transaction"))
                        .mode()
                        .writeFirst())
                .isTrue();
        assertThat(((TransactionStatement) parse("begin")).mode().writeFirst()).isFalse();
    }

    @Test
    void knowsDatabases() {
        DatabaseStatement s = (DatabaseStatement) parse("create database if not exists \"my db\";");
        assertThat(s.create()).isTrue();
        assertThat(s.lenient()).isTrue();
        assertThat(s.name()).isEqualTo("my db");
        assertThat(((DatabaseStatement) parse("drop database x")).create()).isFalse();
        assertThat(parse("show databases")).isInstanceOf(ShowDatabases.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "attach 'x.db' as x",
                "detach x",
                "ATTACH DATABASE ':memory:' AS x",
                "explain attach 'x' as x",
                "vacuum into '/tmp/x'",
                "vacuum main into 'x'",
                "vacuum /* */ into ?",
                "select load_extension('x')",
                "select \"load_extension\"('x')",
                "select [Load_Extension] ('x')",
                "pragma journal_mode = delete",
                "pragma writable_schema(1)",
                "pragma main.synchronous = off",
                "pragma database_list",
                "pragma temp.user_version = 1",
                "pragma foreign_keys = off",
                "select * from pragma_database_list",
                "select * from \"pragma_wal_checkpoint\"",
                "select * from sqlite_dbpage",
                "create temp table t(a)",
                "create temporary view v as select 1",
                "create table temp.t(a)",
                "create table if not exists \"TEMP\" . t(a)",
                "create index temp.i on t(a)",
            })
    void refusesByName(String text) {
        assertThat(refusal(text).kind()).as(text).isEqualTo(FailureKind.UNSUPPORTED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from _pw_object",
                "select * from \"_PW_object\"",
                "select * from '_pw_object'",
                "select * from a, '_pw_object'",
                "drop table [_pw_object]",
                "insert into `_pw_column` values (1)",
                "alter table t rename to _pw_x",
                "create trigger x after insert on t begin delete from _pw_object; end",
                "explain select * from _pw_object",
                "pragma table_info(_pw_object)",
                "with x as (select * from main._pw_object) select * from x",
            })
    void guardsItsOwnMetadata(String text) {
        assertThat(refusal(text).kind()).as(text).isEqualTo(FailureKind.PRIVILEGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from t where a = '_pw_x'",
                "select * from t where a like '_pw_%'",
                "select a_pw_ from t",
                "select '_p' || '_pw_'",
                "select temp.a from temp",
                "select * from pragma_table_info('t')",
            })
    void doesNotGuardWhatIsNotItsOwn(String text) {
        assertThat(parse(text)).isInstanceOf(OpaqueStatement.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "select ?, ? | 2",
                "select ?3, ? | 4",
                "select :a, :b, :a | 2",
                "select ?2, :a, ? | 4",
                "select @a, $a, :a, $a::b(c) | 4",
                "select '?', \"?\", 1 -- ? | 0",
            })
    void numbersParameters(String text, int count) {
        assertThat(((OpaqueStatement) parse(text)).parameterCount()).isEqualTo(count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "selec 1",
                "begin later",
                "commit now",
                "select ?0",
                "select ?99999",
                "with x as (select 1)",
                "1",
                "show tables",
                "create database",
                "select 1; select 2",
                "create trigger x after insert on t begin select 1; end; drop table t",
            })
    void refusesBySyntax(String text) {
        SqlFailure f = refusal(text);
        assertThat(f.sqlState()).as(text).isEqualTo("42601");
        assertThat(f.position()).as(text).isPositive();
    }

    @Test
    void countsPositionsInCharactersOfTheWholeText() {
        assertThat(refusal(";; \uD83D\uDE00").position()).isEqualTo(4);
        OpaqueStatement s = (OpaqueStatement) parse(" ;  select 1 ; ");
        assertThat(s.text()).isEqualTo("    select 1");
    }

    @Provide
    Arbitrary<String> soup() {
        return Arbitraries.of(
                        "select", "create", "trigger", "begin", "end", ";", "'", "\"", "[", "]", "`", "/*", "*/", "--",
                        "\n", "(", ")", ",", ".", "?", "?1", ":a", "x'", "1e", "0x", "pragma", "_pw_", "with", "as",
                        "insert", "explain", "query", "plan", "vacuum", "into", "temp", " ", "\u00e9", "\0")
                .list()
                .ofMaxSize(25)
                .map(l -> String.join(" ", l));
    }

    @Property(tries = 5000)
    void neverFailsButByRefusing(@ForAll("soup") String text) {
        try {
            assertThat(parse(text)).isNotNull();
        } catch (SqlFailure refused) {
            assertThat(refused.sqlState()).isIn("42601", "0A000", "42501");
        }
    }
}
