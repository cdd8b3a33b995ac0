#!/usr/bin/env python3
"""psycopg 3 (libpq, extended protocol): text and binary, prepared statements, pipelines."""
import asyncio
import datetime
import decimal
import ipaddress
import threading
import uuid

import psycopg
from psycopg import errors, sql
from psycopg.rows import dict_row
from psycopg.types.json import Json, Jsonb
from psycopg.types.multirange import Multirange
from psycopg.types.range import Range

from checks import check, fails, same

D = decimal.Decimal

with check("connects"):
    connection = psycopg.connect("")
    same(connection.info.server_version // 10000, 15)
    same(connection.info.transaction_status.name, "IDLE")
with check("TLS and channel binding"):
    with psycopg.connect("sslmode=require channel_binding=require") as tls:
        same(tls.pgconn.ssl_in_use, True)
with check("wrong password"):
    with fails(psycopg.OperationalError, None, "sqlstate"):
        psycopg.connect("password=wrong sslmode=disable")
with check("table"):
    connection.autocommit = True
    connection.execute("set client_min_messages = warning")
    connection.execute("drop table if exists p3")
    connection.execute("create table p3(id int primary key, t text, n numeric, f float8)")
    connection.autocommit = False

utc = datetime.timezone.utc
values = [
    ("bool", True), ("int2", -32768), ("int4", 2**31 - 1), ("int8", -(2**63)), ("float4", 0.5), ("float8", 1.7976931348623157e308),
    ("numeric", D("-12345678901234567890.000123")), ("numeric", D("1E-30")), ("text", "ä€😀"), ("varchar", ""), ("bytea", b"\x00\xff"),
    ("date", datetime.date(2024, 2, 29)), ("time", datetime.time(1, 2, 3, 4)), ("timestamp", datetime.datetime(1999, 12, 31, 23, 59, 59, 999999)),
    ("timestamptz", datetime.datetime(2024, 7, 1, 12, tzinfo=utc)), ("interval", datetime.timedelta(days=-3, seconds=7, microseconds=1)),
    ("uuid", uuid.UUID(int=2**127 + 5)), ("int4[]", [1, None, 3]), ("text[]", ["", "a,b", None, '"\\']), ("numeric[]", [D("1.5"), D("-0.01")]),
    ("int4[]", [[1, 2], [3, 4]]), ("inet", ipaddress.ip_interface("10.1.2.3/8")), ("timetz", datetime.time(4, 5, tzinfo=utc)), ("oid", 4294967295),
    ("int4range", Range(1, 5)), ("int4range", Range(empty=True)), ("numrange", Range(None, D("1.50"), "(]")), ("daterange", Range(datetime.date(2024, 1, 1), None)),
    ("tsrange", Range(datetime.datetime(2024, 1, 1, 10), datetime.datetime(2024, 1, 2), "()")), ("int8multirange", Multirange([Range(1, 3), Range(5, 2**40)])),
]
for binary in (False, True):
    how = "binary" if binary else "text"
    parameter = "%b" if binary else "%t"
    for kind, value in values:
        with check(f"{kind} {value!r} as {how}"):
            got = connection.execute(f"select {parameter}::{kind}", (value,), binary=binary).fetchone()[0]
            if kind == "timestamptz":
                got = got.astimezone(utc)
            same(got, value)
        connection.rollback()
    for wrapper, wanted in [(Json, "json"), (Jsonb, "jsonb")]:
        with check(f"{wanted} as {how}"):
            document = {"a": [1, 2.5, None, "ä"], "b": {"c": False}}
            same(connection.execute(f"select {parameter}::{wanted}", (wrapper(document),), binary=binary).fetchone()[0], document)
        connection.rollback()
    with check(f"null as {how}"):
        same(connection.execute("select %s::int, %s::text", (None, None), binary=binary).fetchone(), (None, None))
    connection.rollback()
with check("parameters whose type is found"):
    connection.execute("insert into p3 values (%s, %s, %s, %s)", (1, "x", D("1.50"), 2))
    same(connection.execute("select id + %s, t || %s, n * %s, f / %s from p3", (1, "y", D("2"), 4.0)).fetchone(), (2, "xy", D("3.00"), 0.5))
    connection.commit()
with check("executemany"):
    with connection.cursor() as cursor:
        cursor.executemany("insert into p3(id, t) values (%s, %s)", [(i, f"v{i}") for i in range(10, 510)])
        same(cursor.rowcount, 500)
    connection.commit()
with check("executemany with RETURNING"):
    with connection.cursor() as cursor:
        cursor.executemany("insert into p3(id) values (%s) returning id", [(1000,), (1001,)], returning=True)
        got = [cursor.fetchone()[0]]
        while cursor.nextset():
            got.append(cursor.fetchone()[0])
        same(got, [1000, 1001])
    connection.rollback()
with check("prepared from the sixth run on"):
    for i in range(20):
        same(connection.execute("select t from p3 where id = %s", (10 + i,)).fetchone()[0], f"v{10 + i}")
    connection.commit()
with check("prepared at once, and again after the table has changed"):
    same(connection.execute("select * from p3 where id = %s", (10,), prepare=True).fetchone()[:2], (10, "v10"))
    connection.commit()
    connection.execute("alter table p3 add column extra int")
    connection.commit()
    with fails(errors.FeatureNotSupported, "0A000", "sqlstate"):
        connection.execute("select * from p3 where id = %s", (10,), prepare=True)
    connection.rollback()
    connection.execute("alter table p3 drop column extra")
    connection.commit()
with check("pipeline"):
    with connection.pipeline() as p:
        cursors = [connection.execute("select t from p3 where id = %s", (10 + i % 500,)) for i in range(1000)]
        p.sync()
        same([c.fetchone()[0] for c in cursors], [f"v{10 + i % 500}" for i in range(1000)])
    connection.commit()
with check("an error in a pipeline aborts what follows"):
    try:
        with connection.pipeline():
            connection.execute("insert into p3(id) values (2000)")
            connection.execute("select 1/0")
            after = connection.execute("select 1")
        raise AssertionError("no error")
    except errors.DivisionByZero:
        pass
    connection.rollback()
    same(connection.execute("select count(*) from p3 where id = 2000").fetchone()[0], 0)
    connection.commit()
with check("nested transactions"):
    with connection.transaction():
        connection.execute("insert into p3(id) values (3000)")
        try:
            with connection.transaction():
                connection.execute("insert into p3(id) values (3001)")
                connection.execute("insert into p3(id) values (3000)")
        except errors.UniqueViolation:
            pass
        connection.execute("insert into p3(id) values (3002)")
    same([r[0] for r in connection.execute("select id from p3 where id >= 3000 order by id")], [3000, 3002])
    connection.commit()
for binary in (False, True):
    with check(f"server cursor, {'binary' if binary else 'text'}"):
        with connection.cursor("named", binary=binary) as named:
            named.itersize = 64
            named.execute("select id, n from p3 where id between 10 and 509 order by id")
            same([r[0] for r in named], list(range(10, 510)))
    connection.commit()
with check("streaming row by row"):
    with connection.cursor() as cursor:
        same(sum(r[0] for r in cursor.stream("select i from generate_series(1,10000) i")), 50005000)
    connection.commit()
with check("COPY by rows and by blocks"):
    with connection.cursor() as cursor:
        with cursor.copy("copy p3(id, t, n) from stdin") as copy:
            for i in range(5000, 6000):
                copy.write_row((i, f"a\tb{i}" if i % 2 else None, D(i) / 4))
        same(cursor.rowcount, 1000)
        with cursor.copy("copy (select id, t, n from p3 where id >= 5000 order by id limit 2) to stdout") as copy:
            copy.set_types(["int4", "text", "numeric"])
            same(list(copy.rows()), [(5000, None, D("1250")), (5001, "a\tb5001", D("1250.25"))])
    connection.rollback()
with check("COPY binary"):
    with connection.cursor() as cursor:
        with cursor.copy("copy p3(id, t, n) from stdin (format binary)") as copy:
            copy.set_types(["int4", "text", "numeric"])
            for i in range(5000, 5010):
                copy.write_row((i, f"t{i}", D("0.5")))
        with cursor.copy("copy (select id, t, n from p3 where id >= 5000 order by id limit 1) to stdout (format binary)") as copy:
            copy.set_types(["int4", "text", "numeric"])
            same(list(copy.rows()), [(5000, "t5000", D("0.5"))])
    connection.rollback()
with check("an error in the client ends a COPY"):
    with fails(errors.QueryCanceled, "57014", "sqlstate"):
        with connection.cursor() as cursor, cursor.copy("copy p3(id) from stdin") as copy:
            copy.write_row((7000,))
            raise KeyError("client")
    same(connection.info.transaction_status.name, "INERROR")
connection.rollback()
with check("errors and their fields"):
    try:
        connection.execute("select 1 +\n nix")
        raise AssertionError("no error")
    except errors.UndefinedColumn as e:
        same((e.diag.severity_nonlocalized, e.diag.message_primary, e.diag.statement_position), ("ERROR", 'column "nix" does not exist', "13"))
    connection.rollback()
with check("notices"):
    seen = []
    connection.add_notice_handler(lambda d: seen.append((d.severity, d.sqlstate, d.message_primary)))
    connection.execute("set client_min_messages = notice")
    connection.execute("drop table if exists p3_no_such")
    connection.commit()
    same(seen[-1:], [("NOTICE", "00000", 'table "p3_no_such" does not exist, skipping')])
with check("rows as dictionaries"):
    with connection.cursor(row_factory=dict_row) as cursor:
        same(cursor.execute("select 1 as a, 'x' as b").fetchone(), {"a": 1, "b": "x"})
    connection.rollback()
with check("composed SQL"):
    same(connection.execute(sql.SQL("select {} from {} where id = {}").format(sql.Identifier("t"), sql.Identifier("public", "p3"), sql.Literal(10))).fetchone()[0], "v10")
    connection.rollback()
with check("notifications"):
    with psycopg.connect("", autocommit=True) as listener, psycopg.connect("", autocommit=True) as other:
        listener.execute("listen p3_channel")
        other.execute("notify p3_channel, 'hello'")
        note = next(listener.notifies())
        same((note.channel, note.payload, note.pid), ("p3_channel", "hello", other.info.backend_pid))
with check("pg_notify"):
    with psycopg.connect("", autocommit=True) as listener, psycopg.connect("", autocommit=True) as other:
        listener.execute("listen p3_channel")
        other.execute("select pg_notify(%s, %s)", ("p3_channel", "by call"))
        same(next(listener.notifies()).payload, "by call")
with check("cancel"):
    threading.Timer(0.5, connection.cancel).start()
    with fails(errors.QueryCanceled, "57014", "sqlstate"):
        connection.execute("select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c")
    connection.rollback()
with check("a large value, text and binary"):
    data = bytes(range(256)) * 20000
    for binary in (False, True):
        same(connection.execute("select %s::bytea", (data,), binary=binary).fetchone()[0], data)
    connection.rollback()


async def asynchronous():
    async with await psycopg.AsyncConnection.connect("") as c:
        async with c.cursor() as cursor:
            await cursor.execute("select i from generate_series(1, %s) i", (100,))
            same([r[0] async for r in cursor], list(range(1, 101)))


with check("asynchronous connection"):
    asyncio.run(asynchronous())
with check("type information from the catalogs"):
    connection.rollback()
    info = psycopg.types.TypeInfo.fetch(connection, "timestamptz")
    same((info.oid, info.array_oid), (1184, 1185))
    connection.rollback()
with check("end"):
    connection.execute("drop table p3")
    connection.commit()
    connection.close()
