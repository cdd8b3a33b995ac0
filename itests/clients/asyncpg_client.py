#!/usr/bin/env python3
"""asyncpg: its own protocol code, extended protocol in binary."""
import asyncio
import datetime
import decimal
import os
import ssl
import uuid

import asyncpg
from asyncpg import Range

from checks import check, fails, same

D = decimal.Decimal
utc = datetime.timezone.utc


async def main():
    with check("connects"):
        c = await asyncpg.connect()
        same(c.get_server_version().major, 15)
    with check("TLS with the certificate checked"):
        context = ssl.create_default_context(cafile=os.environ["PGROOTCERT"])
        context.check_hostname = False
        tls = await asyncpg.connect(ssl=context)
        same(await tls.fetchval("select 1"), 1)
        await tls.close()
    with check("wrong password"):
        with fails(asyncpg.InvalidPasswordError, "28P01", "sqlstate"):
            await asyncpg.connect(password="wrong")
    with check("settings of the start"):
        s = await asyncpg.connect(server_settings={"application_name": "asy", "timezone": "Asia/Tokyo"})
        same(await s.fetchval("show timezone"), "Asia/Tokyo")
        same(s.get_settings().application_name, "asy")
        await s.close()
    with check("table"):
        await c.execute("set client_min_messages = warning; drop table if exists asy")
        same(await c.execute("create table asy(id int primary key, t text, n numeric, ts timestamptz)"), "CREATE TABLE")
    for kind, value in [
        ("bool", False), ("int2", -2), ("int4", 4), ("int8", 2**62), ("float4", 0.25), ("float8", 1e300), ("numeric", D("123456789.000100")),
        ("numeric", D("-0.00000001")), ("text", "ä€😀"), ("varchar", "v"), ("bytea", b"\x00\x01"), ("date", datetime.date(1582, 10, 15)),
        ("time", datetime.time(23, 59, 59, 999999)), ("timestamp", datetime.datetime(2024, 2, 29, 1, 2, 3, 4)),
        ("timestamptz", datetime.datetime(2024, 2, 29, 1, 2, 3, 4, utc)), ("interval", datetime.timedelta(days=5, microseconds=7)),
        ("int4range", Range(1, 5)), ("int4range", Range(empty=True)), ("numrange", Range(None, D("1.50"), upper_inc=True)),
        ("tstzrange", Range(datetime.datetime(2024, 1, 1, tzinfo=utc), None)), ("int8multirange", [Range(1, 3), Range(5, 2**40)]), ("daterange[]", [Range(datetime.date(2024, 1, 1), datetime.date(2024, 2, 1)), None]),
        ("uuid", uuid.UUID(int=77)), ("int4[]", [1, None, 2]), ("text[]", ["a", None, ""]), ("float8[]", [0.5, 1.5]), ("int4[]", [[1, 2], [3, 4]]),
        ("timestamptz[]", [datetime.datetime(2000, 1, 1, tzinfo=utc)]), ("json", '{"a": 1}'), ("jsonb", '{"a": 1}'), ("oid", 5),
    ]:
        with check(f"{kind} {value!r}"):
            got = await c.fetchval(f"select $1::{kind}", value)
            same(uuid.UUID(int=got.int) if kind == "uuid" else got, value)
            same(await c.fetchval(f"select $1::{kind}", None), None)
    with check("inserts and reads"):
        same(await c.execute("insert into asy values ($1, $2, $3, $4)", 1, "x", D("1.5"), datetime.datetime(2020, 1, 1, tzinfo=utc)), "INSERT 0 1")
        same(dict(await c.fetchrow("select id, t, n from asy")), {"id": 1, "t": "x", "n": D("1.5")})
    with check("executemany"):
        await c.executemany("insert into asy(id, t) values ($1, $2)", [(i, f"v{i}") for i in range(10, 1010)])
        same(await c.fetchval("select count(*) from asy"), 1001)
    with check("executemany is one transaction"):
        with fails(asyncpg.UniqueViolationError, "23505", "sqlstate"):
            await c.executemany("insert into asy(id) values ($1)", [(5000,), (5001,), (1,)])
        same(await c.fetchval("select count(*) from asy where id >= 5000"), 0)
    with check("prepared statement and its attributes"):
        p = await c.prepare("select id, t, n from asy where id = $1")
        same([(a.name, a.type.name) for a in p.get_attributes()], [("id", "int4"), ("t", "text"), ("n", "numeric")])
        same([t.name for t in p.get_parameters()], ["int4"])
        same([(await p.fetchval(i, column=1)) for i in (10, 11, 12)], ["v10", "v11", "v12"])
    with check("cursor"):
        async with c.transaction():
            same([r[0] async for r in c.cursor("select id from asy where id >= 10 order by id", prefetch=50)], list(range(10, 1010)))
            cursor = await c.cursor("select id from asy where id >= 10 order by id")
            same([r[0] for r in await cursor.fetch(2)], [10, 11])
            await cursor.forward(5)
            same((await cursor.fetchrow())[0], 17)
    with check("nested transactions"):
        async with c.transaction():
            await c.execute("insert into asy(id) values (2000)")
            try:
                async with c.transaction():
                    await c.execute("insert into asy(id) values (2001)")
                    raise KeyError
            except KeyError:
                pass
        same([r[0] for r in await c.fetch("select id from asy where id >= 2000")], [2000])
    with check("serializable, read only"):
        async with c.transaction(isolation="serializable", readonly=True):
            with fails(asyncpg.ReadOnlySQLTransactionError, "25006", "sqlstate"):
                async with c.transaction():
                    await c.execute("delete from asy")
    with check("errors and their fields"):
        try:
            await c.execute("insert into asy(id) values (1)")
            raise AssertionError("no error")
        except asyncpg.UniqueViolationError as e:
            same((e.constraint_name, e.table_name, e.schema_name), ("asy_pkey", "asy", "public"))
        with fails(asyncpg.DivisionByZeroError, "22012", "sqlstate"):
            await c.fetch("select $1::int / 0", 1)
        with fails(asyncpg.UndefinedTableError, "42P01", "sqlstate"):
            await c.fetch("select * from nowhere where a = $1", 1)
    with check("COPY of records, from and to files"):
        same(await c.copy_records_to_table("asy", records=[(i, f"c{i}", D(1), None) for i in range(6000, 6500)]), "COPY 500")
        chunks = []

        async def take(data):
            chunks.append(data)

        same(await c.copy_from_query("select id, t from asy where id in ($1, 6001) order by 1", 6000, output=take, format="csv"), "COPY 2")
        same(b"".join(chunks), b"6000,c6000\n6001,c6001\n")
        import io
        same(await c.copy_to_table("asy", source=io.BytesIO(b"7000|x\n"), columns=["id", "t"], delimiter="|"), "COPY 1")
    with check("statement that the schema has changed under"):
        p = await c.prepare("select * from asy where id = $1")
        await p.fetch(10)
        await c.execute("alter table asy add column more int")
        with fails(asyncpg.InvalidCachedStatementError, "0A000", "sqlstate"):
            await p.fetch(10)
    with check("notifications"):
        listener = await asyncpg.connect()
        heard = asyncio.get_running_loop().create_future()
        await listener.add_listener("asy_channel", lambda *a: heard.set_result(a[1:]))
        await c.execute("notify asy_channel, 'hello'")
        same(await asyncio.wait_for(heard, 10), (c.get_server_pid(), "asy_channel", "hello"))
        await listener.close()
    with check("cancel by timeout"):
        try:
            await c.fetch("select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c", timeout=0.5)
            raise AssertionError("no timeout")
        except asyncio.TimeoutError:
            pass
        same(await c.fetchval("select 1"), 1)
    with check("a pool, used at once by many"):
        async with asyncpg.create_pool(min_size=2, max_size=8) as pool:
            same(sum(await asyncio.gather(*(pool.fetchval("select $1::int", i) for i in range(200)))), 19900)
    with check("server settings reported"):
        await c.execute("set application_name = 'changed'")
        same(c.get_settings().application_name, "changed")
    with check("reset"):
        await c.reset()
        same(await c.fetchval("show application_name"), "")
    with check("end"):
        await c.execute("drop table asy")
        await c.close()


asyncio.run(main())
