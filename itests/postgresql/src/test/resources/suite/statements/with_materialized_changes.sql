-- a query of WITH that is worked out before what others there change
CREATE TABLE wmc_base (id integer PRIMARY KEY, name text);
CREATE TABLE wmc_part (id integer PRIMARY KEY REFERENCES wmc_base, minutes integer);
INSERT INTO wmc_base SELECT i, 'n' || i FROM generate_series(1, 6) AS i;
INSERT INTO wmc_part SELECT i, i * 10 FROM generate_series(2, 6) AS i;
WITH ids (id) AS MATERIALIZED (SELECT p.id FROM wmc_part p JOIN wmc_base b ON b.id = p.id WHERE p.minutes > 20),
    u1 (id) AS (UPDATE wmc_part p SET minutes = p.minutes + 1 WHERE p.id IN (SELECT id FROM ids) RETURNING id),
    u2 (id) AS (UPDATE wmc_base b SET name = 'x' WHERE b.id IN (SELECT id FROM ids) RETURNING id)
SELECT count(*) FROM ids;
SELECT b.id, b.name, p.minutes FROM wmc_base b LEFT JOIN wmc_part p ON p.id = b.id ORDER BY b.id;
WITH ids AS MATERIALIZED (SELECT p.id, p.minutes, NULL::numeric AS none, b.name FROM wmc_part p JOIN wmc_base b ON b.id = p.id WHERE p.minutes < 40),
    d1 AS (DELETE FROM wmc_part p WHERE p.id IN (SELECT id FROM ids) RETURNING p.id)
SELECT i.id, i.minutes, i.none, i.name, pg_typeof(i.none) FROM ids i JOIN d1 ON d1.id = i.id ORDER BY i.id;
WITH ids AS MATERIALIZED (SELECT max(id) AS id FROM wmc_base)
INSERT INTO wmc_base SELECT id + 1, 'next' FROM ids RETURNING id, name;
WITH ids AS MATERIALIZED (SELECT id FROM wmc_base), i AS (INSERT INTO wmc_base SELECT id + 100, 'more' FROM ids WHERE id < 3 RETURNING id)
UPDATE wmc_part SET minutes = (SELECT count(*) FROM ids) + (SELECT count(*) FROM i) WHERE id = 6 RETURNING minutes;
WITH d AS (DELETE FROM wmc_part RETURNING id), left_over AS MATERIALIZED (SELECT id FROM d)
SELECT count(*) FROM left_over;
SELECT count(*) FROM wmc_base;
SELECT count(*) FROM wmc_part;
DROP TABLE wmc_part, wmc_base;
