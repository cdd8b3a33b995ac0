#!/usr/bin/env python3
"""Server CPU of a Parse message whose plan is not there yet (miss) and of one whose plan is (hit).

Usage: plan_speed.py PORT PID [ROUNDS [ONLY]]; a listener without TLS, database main, psycopg 3; PID is the server's.
Makes the tables ps_a and ps_b. The first rounds after a start show the compiler's work, so the least of all rounds is told.
"""
import sys

import psycopg.pq as pq

PORT, PID = int(sys.argv[1]), int(sys.argv[2])
ROUNDS = int(sys.argv[3]) if len(sys.argv) > 3 else 20
ONLY = sys.argv[4] if len(sys.argv) > 4 else ""
SIMPLE = "SELECT id, name, price AS p%d FROM ps_a WHERE category_id = $1 AND price > 10.5 ORDER BY id LIMIT 20"
JOIN = (
    "select a.name, count(*) as c%d from ps_a a left join ps_b b on b.a_id = a.id and b.k in (1, 2, 3)"
    " where a.at between date '2020-01-01' and now() group by a.name having count(*) > 1 order by 2 desc nulls last"
)
LARGE = (
    "select "
    + "case when a.name is not null then coalesce(b.label, 'x') || lower(a.name) else null end as y, " * 22
    + "1 as c%d from ps_a a join ps_b b on a.id = b.a_id where a.price > 1.5"
)


def cpu():
    """Seconds that the server has used."""
    with open("/proc/%d/stat" % PID) as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / 100


connection = pq.PGconn.connect(
    b"host=127.0.0.1 port=%d user=test password=test dbname=main sslmode=disable" % PORT
)


def execute(sql):
    result = connection.exec_(sql.encode())
    assert result.status in (pq.ExecStatus.COMMAND_OK, pq.ExecStatus.TUPLES_OK), result.error_message


def parse(texts):
    for i in range(0, len(texts), 200):
        part = texts[i : i + 200]
        for text in part:
            connection.send_prepare(b"", text.encode())
        connection.pipeline_sync()
        done = 0
        while True:
            result = connection.get_result()
            if result is None:
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                break
            assert result.status == pq.ExecStatus.COMMAND_OK, result.error_message
            done += 1
        assert done == len(part)


execute("drop table if exists ps_a, ps_b")
execute("create table ps_a(id int primary key, name text, price numeric, category_id int, at timestamptz)")
execute("create table ps_b(id int primary key, a_id int, k int, label text)")
connection.enter_pipeline_mode()
number = 0
for name, text, count in (
    ("simple SELECT", SIMPLE, 8000),
    ("join, groups", JOIN, 4000),
    ("%d characters" % len(LARGE), LARGE, 1500),
):
    if ONLY and not name.startswith(ONLY):
        continue
    for kind in ("miss", "hit"):
        rounds = []
        for _ in range(ROUNDS):
            if kind == "miss":
                texts = [text % (number + i) for i in range(count)]
                number += count
            else:
                texts = [text % 0] * count
            before = cpu()
            parse(texts)
            rounds.append((cpu() - before) / count * 1e6)
        print(
            "%-16s %-4s %7.1f us  (%s)" % (name, kind, min(rounds), " ".join("%.0f" % r for r in rounds)), flush=True
        )
