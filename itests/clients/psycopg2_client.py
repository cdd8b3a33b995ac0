#!/usr/bin/env python3
"""psycopg2 (libpq, simple protocol)."""
import datetime
import decimal
import io
import os
import select
import threading
import uuid

import psycopg2
import psycopg2.errors
import psycopg2.extensions
import psycopg2.extras

from checks import check, fails, same

D = decimal.Decimal
psycopg2.extras.register_uuid()


def one(cursor, sql, *values):
    cursor.execute(sql, values or None)
    return cursor.fetchone()[0]


with check("connects"):
    connection = psycopg2.connect("")
    same(connection.server_version // 10000, 15)
    same(connection.encoding, "UTF8")
with check("TLS and channel binding"):
    tls = psycopg2.connect("sslmode=require channel_binding=require")
    same(tls.info.ssl_in_use, True)
    tls.close()
with check("wrong password"):
    try:
        psycopg2.connect("password=wrong sslmode=disable")
        raise AssertionError("let in")
    except psycopg2.OperationalError as e:
        same('password authentication failed for user "test"' in str(e), True)

cursor = connection.cursor()
with check("table"):
    connection.autocommit = True
    cursor.execute("set client_min_messages = warning")
    cursor.execute("drop table if exists p2")
    cursor.execute("create table p2(id int primary key, t text, n numeric(12,3), f float8, b bytea, ts timestamptz, d date, a int[], u uuid, o bool)")
    connection.autocommit = False
zone = datetime.timezone(datetime.timedelta(hours=5, minutes=30))
row = (1, "ä€😀'\\\n", D("123.450"), 0.1, memoryview(b"\x00\xff'\\"), datetime.datetime(2024, 2, 29, 12, 30, 1, 5, zone),
       datetime.date(1, 1, 1), [1, None, -3], uuid.UUID("12345678-1234-5678-1234-567812345678"), True)
with check("inserts and reads all types"):
    cursor.execute("insert into p2 values (%s,%s,%s,%s,%s,%s,%s,%s,%s,%s)", row)
    same(cursor.rowcount, 1)
    cursor.execute("select * from p2 where id = %s", (1,))
    got = cursor.fetchone()
    for g, w in zip(got, row):
        same(bytes(g) if isinstance(g, memoryview) else g, bytes(w) if isinstance(w, memoryview) else w)
    same([c.name for c in cursor.description], ["id", "t", "n", "f", "b", "ts", "d", "a", "u", "o"])
    same([c.type_code for c in cursor.description], [23, 25, 1700, 701, 17, 1184, 1082, 1007, 2950, 16])
    connection.commit()
with check("nulls"):
    cursor.execute("insert into p2(id) values (2)")
    cursor.execute("select * from p2 where id = 2")
    same(cursor.fetchone(), (2,) + (None,) * 9)
    connection.rollback()
    same(one(cursor, "select count(*) from p2"), 1)
for sql, wanted in [
    ("select 9223372036854775807", 2**63 - 1),
    ("select 'NaN'::float8 = 'NaN'::float8", True),
    ("select '-infinity'::float4", float("-inf")),
    ("select 1e-320::float8", 1e-320),
    ("select 1.10::numeric", D("1.10")),
    ("select interval '1 day 02:03:04.5'", datetime.timedelta(days=1, hours=2, minutes=3, seconds=4.5)),
    ("select time '23:59:59.999999'", datetime.time(23, 59, 59, 999999)),
    ("select timestamp '2000-01-01 00:00:00.000001'", datetime.datetime(2000, 1, 1, microsecond=1)),
    ("select array['a','b c','\"',null]", ["a", "b c", '"', None]),
    ("select array[[1,2],[3,4]]", [[1, 2], [3, 4]]),
    ("select '{\"a\": [1, 2.5, null]}'::json", {"a": [1, 2.5, None]}),
    ("select '{\"b\":1,\"a\":true}'::jsonb", {"a": True, "b": 1}),
]:
    with check(sql):
        same(one(cursor, sql), wanted)
    connection.rollback()
with check("execute_values and execute_batch"):
    psycopg2.extras.execute_values(cursor, "insert into p2(id, t) values %s", [(i, f"v{i}") for i in range(100, 1100)])
    psycopg2.extras.execute_batch(cursor, "update p2 set t = %s where id = %s", [(f"w{i}", i) for i in range(100, 200)])
    same(one(cursor, "select count(*) from p2 where t like 'w%%'"), 100)
    connection.commit()
with check("execute_values gives rows back"):
    same(psycopg2.extras.execute_values(cursor, "insert into p2(id) values %s returning id", [(5000,), (5001,)], fetch=True), [(5000,), (5001,)])
    connection.rollback()
with check("server cursor"):
    with connection.cursor("named") as named:
        named.itersize = 100
        named.execute("select id from p2 where id >= 100 order by id")
        same([r[0] for r in named], list(range(100, 1100)))
    connection.commit()
with check("scrolling and held server cursor"):
    held = connection.cursor("held", scrollable=True, withhold=True)
    held.execute("select id from p2 where id >= 100 order by id")
    connection.commit()
    held.scroll(10)
    same(held.fetchone()[0], 110)
    held.scroll(-2)
    same(held.fetchone()[0], 109)
    held.close()
    connection.commit()
with check("COPY in and out"):
    cursor.copy_expert("copy p2(id, t, n) from stdin csv", io.StringIO('2000,"a,""b",1.5\n2001,,\n'))
    same(cursor.rowcount, 2)
    out = io.StringIO()
    cursor.copy_expert("copy (select id, t, n from p2 where id >= 2000 order by id) to stdout csv", out)
    same(out.getvalue(), '2000,"a,""b",1.500\n2001,,\n')
    connection.rollback()
with check("copy_from and copy_to"):
    cursor.copy_from(io.StringIO("2000\ta\\tb\n2001\t\\N\n"), "p2", columns=("id", "t"))
    same(one(cursor, "select t from p2 where id = 2000"), "a\tb")
    connection.rollback()
for sql, state, kind in [
    ("select 1/0", "22012", psycopg2.errors.DivisionByZero),
    ("select * from nowhere", "42P01", psycopg2.errors.UndefinedTable),
    ("insert into p2(id) values (1)", "23505", psycopg2.errors.UniqueViolation),
    ("insert into p2(id) values (null)", "23502", psycopg2.errors.NotNullViolation),
    ("select 'x'::int", "22P02", psycopg2.errors.InvalidTextRepresentation),
    ("selekt", "42601", psycopg2.errors.SyntaxError),
    ("select 9223372036854775807 + 1", "22003", psycopg2.errors.NumericValueOutOfRange),
]:
    with check(f"{state} from {sql}"):
        with fails(kind, state):
            cursor.execute(sql)
        with fails(psycopg2.errors.InFailedSqlTransaction, "25P02"):
            cursor.execute("select 1")
    connection.rollback()
with check("diagnostics of an error"):
    try:
        cursor.execute("insert into p2(id) values (1)")
        raise AssertionError("no error")
    except psycopg2.errors.UniqueViolation as e:
        same((e.diag.severity, e.diag.table_name, e.diag.constraint_name, e.diag.schema_name), ("ERROR", "p2", "p2_pkey", "public"))
    connection.rollback()
with check("savepoints"):
    cursor.execute("savepoint a")
    cursor.execute("insert into p2(id) values (3000)")
    cursor.execute("rollback to a")
    cursor.execute("insert into p2(id) values (3001)")
    cursor.execute("release a")
    connection.commit()
    cursor.execute("select id from p2 where id >= 3000")
    same(cursor.fetchall(), [(3001,)])
    connection.commit()
with check("isolation levels and read only"):
    connection.set_session(isolation_level="SERIALIZABLE", readonly=True)
    same(one(cursor, "show transaction_isolation"), "serializable")
    with fails(psycopg2.errors.ReadOnlySqlTransaction, "25006"):
        cursor.execute("insert into p2(id) values (4000)")
    connection.rollback()
    connection.set_session(isolation_level="DEFAULT", readonly="DEFAULT")
with check("notifications"):
    other = psycopg2.connect("")
    other.autocommit = connection.autocommit = True
    cursor.execute("listen p2_channel")
    other.cursor().execute("notify p2_channel, 'hello'")
    same(bool(select.select([connection], [], [], 10)[0]), True)
    connection.poll()
    note = connection.notifies.pop()
    same((note.channel, note.payload, note.pid), ("p2_channel", "hello", other.info.backend_pid))
    connection.autocommit = False
    other.close()
with check("cancel"):
    threading.Timer(0.5, connection.cancel).start()
    with fails(psycopg2.errors.QueryCanceled, "57014"):
        cursor.execute("select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c")
    connection.rollback()
    same(one(cursor, "select 1"), 1)
    connection.rollback()
with check("settings reported"):
    cursor.execute("set timezone = 'Asia/Tokyo'")
    same(connection.get_parameter_status("TimeZone"), "Asia/Tokyo")
    connection.rollback()
    cursor.execute("select 1")
    same(connection.get_parameter_status("TimeZone") != "Asia/Tokyo", True)
    connection.rollback()
with check("client encoding"):
    connection.set_client_encoding("LATIN1")
    same(one(cursor, "select %s", "\xe4"), "\xe4")
    connection.set_client_encoding("UTF8")
with check("asynchronous connection"):
    aconn = psycopg2.connect("", async_=True)
    psycopg2.extras.wait_select(aconn)
    acur = aconn.cursor()
    acur.execute("select 42")
    psycopg2.extras.wait_select(aconn)
    same(acur.fetchone(), (42,))
    aconn.close()
with check("a large result"):
    cursor.execute("select i, repeat('x', 100) from generate_series(1,50000) i")
    same(sum(r[0] for r in cursor), 1250025000)
    connection.rollback()
with check("a large value"):
    text = "0123456789abcdef" * 200000
    same(one(cursor, "select %s", text), text)
    connection.rollback()
with check("reset and close"):
    connection.reset()
    connection.autocommit = True
    cursor.execute("drop table p2")
    connection.close()
    same(connection.closed, 1)
