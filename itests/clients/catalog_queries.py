#!/usr/bin/env python3
"""The queries that clients and tools ask of the system catalogs (clients/queries/), over the objects of clients/schema/.

What PostgreSQL 15 answers is recorded beside them: names and types of the columns, and the rows in their order; numbers of
objects that users make are left out, of the tools in NUMBERED also where they stand in texts and as other numbers. What differs in the nature of the thing stands in queries/differences.txt with its
reason. Prints a table: client, queries, equal, differing with a reason, failing.

    catalog_queries.py             compares what the server of PGHOST, PGPORT, PGUSER answers, each query asked three times
    catalog_queries.py --record    writes down what it answers: PostgreSQL 15 with --locale=C.UTF-8 --lc-collate=C
"""
import json
import os
import pathlib
import re
import subprocess
import sys

import psycopg2

HERE = pathlib.Path(__file__).resolve().parent
QUERIES = HERE / "queries"
DATABASE = "catalog_queries"
FIRST_USER_OID = 16384
TIMES = 3
OID = 26
NUMBERED = {"kanel", "supabase"}
NUMBER = re.compile(r"(?<![\w.])[1-9][0-9]{4,5}(?![\w])")


def connect(database):
    e = os.environ
    c = psycopg2.connect(host=e["PGHOST"], port=e["PGPORT"], user=e["PGUSER"], password=e.get("PGPASSWORD", ""), dbname=database)
    c.autocommit = True
    return c


def value(v, kind, numbered):
    """A value as text; a number of an object that users made as a sign."""
    if kind == OID and v is not None and int(v) >= FIRST_USER_OID:
        return "#"
    if numbered and v is not None:
        return NUMBER.sub(lambda n: "#" if int(n[0]) >= FIRST_USER_OID else n[0], str(v))
    return None if v is None else str(v)


def is_ordered(query):
    """Whether the rows of the whole have an order: ORDER BY outside of all parentheses and quotes."""
    depth, outside = 0, []
    for part in re.findall(r"'(?:[^']|'')*'|\"[^\"]*\"|.", query, re.S):
        depth += (part == "(") - (part == ")")
        outside.append(part if depth == 0 and part != ")" else " ")
    return re.search(r"\border\s+by\b", "".join(outside), re.I) is not None


def answer(connection, query, numbered=False):
    with connection.cursor() as c:
        try:
            c.execute(query)
        except psycopg2.Error as e:
            return {"error": e.pgcode}
        columns = [[d.name, d.type_code if d.type_code < FIRST_USER_OID else "#"] for d in c.description or []]
        return {"columns": columns, "rows": [[value(v, k[1], numbered) for v, k in zip(r, columns)] for r in c.fetchall()]}


def difference(query, wanted, got):
    """The first thing that differs; None if nothing does. Rows that the query does not order have none."""
    if "error" in wanted or "error" in got:
        return None if wanted == got else f"{wanted.get('error', 'rows')}, got {got.get('error', 'rows')}"
    if wanted["columns"] != got["columns"]:
        return "columns " + next(f"{w}, got {g}" for w, g in zip(wanted["columns"] + [None], got["columns"] + [None]) if w != g)
    rows = [wanted["rows"], got["rows"]]
    if not is_ordered(query):
        rows = [sorted(r, key=str) for r in rows]
    for w, g in zip(rows[0] + [None], rows[1] + [None]):
        if w != g:
            return f"row {w}, got {g}"
    return None


def main():
    record = "--record" in sys.argv
    admin = connect(os.environ.get("PGDATABASE", "postgres"))
    with admin.cursor() as c:
        c.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
        c.execute(f"CREATE DATABASE {DATABASE}")
    made = subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", DATABASE, "-f", HERE / "schema/objects.sql"],
                          capture_output=True, text=True)
    if made.returncode != 0:
        print(f"FAILED - the objects: {made.stderr.strip()[:200]}")
        return 1
    known = {}
    for line in (QUERIES / "differences.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            client, number, reason = line.split("\t")
            known[client, int(number)] = reason
    failed = 0
    table = [f"{'client':<12} {'queries':>8} {'equal':>8} {'reason':>8} {'failing':>8}"]
    for file in sorted(QUERIES.glob("*.sql")):
        client, expected = file.stem, file.with_suffix(".expected")
        queries = [q.strip() for q in file.read_text().split(";\n") if q.strip()]
        connection = connect(DATABASE)
        # what is asked for the third time is given from what was kept of the second answer
        asked = [[answer(connection, q, client in NUMBERED) for _ in range(1 if record else TIMES)] for q in queries]
        connection.close()
        if record:
            expected.write_text("".join(json.dumps(a[0]) + "\n" for a in asked))
            continue
        wanted = [json.loads(line) for line in expected.read_text().splitlines()]
        equal = reasons = failing = 0
        for n, w in enumerate(wanted, 1):
            d = next(filter(None, (difference(queries[n - 1], w, a) for a in asked[n - 1])), None)
            if d is None:
                equal += 1
                if (client, n) in known:
                    print(f"equal now - {client} {n}: take it out of differences.txt")
            elif (client, n) in known:
                reasons += 1
            else:
                failing += 1
                print(f"FAILED - {client} {n}: {' '.join(queries[n - 1].split())[:70]}: {d[:200]}")
        table.append(f"{client:<12} {len(queries):>8} {equal:>8} {reasons:>8} {failing:>8}")
        failed += failing
        if failing == 0:
            print(f"ok - the catalog queries of {client}")
    with admin.cursor() as c:
        c.execute(f"DROP DATABASE {DATABASE}")
    if not record:
        print("\n".join(table))
    return 1 if failed else 0


sys.exit(main())
