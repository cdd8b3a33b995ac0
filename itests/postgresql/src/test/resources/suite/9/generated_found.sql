-- What generated statements have found, by section of the manual.
-- 9.3: a quotient that is rounded to 1
SELECT width_bucket(10, 1e300::float8, 2, 5) AS v;
-- 9.4, 9.5: LIKE over bytes; LIKE as functions; what types it does not take
SELECT '\x01'::bytea LIKE 'a' AS a, 'a' LIKE '\x01'::bytea AS b, '\x0102'::bytea NOT LIKE '\x0125'::bytea AS c;
SELECT '\x0125'::bytea LIKE '\x015c25'::bytea AS a, '\xff41'::bytea LIKE '_A'::bytea AS b, 'a%'::bytea LIKE 'a#%'::bytea ESCAPE '#'::bytea AS c;
SELECT NULL::bytea LIKE ''::bytea AS a, ''::bytea LIKE '%'::bytea AS b, 'a'::bytea ~~ 'a'::bytea AS c, 'a'::bytea !~~ 'b'::bytea AS d;
SELECT 'a%'::bytea LIKE 'a#%' ESCAPE '#';
SELECT 'a%'::bytea ILIKE 'a'::bytea;
SELECT 'a'::bytea LIKE 'a\'::bytea;
SELECT 1 NOT ILIKE 'a';
SELECT 1 LIKE 2;
SELECT true LIKE true;
SELECT like('abc', 'a%') AS a, notlike('abc', 'a%') AS b, like('a'::bytea, 'a'::bytea) AS c, notlike('a'::bytea, 'b'::bytea) AS d;
SELECT like_escape('a#%b\c', '#') AS a, like_escape('a\%', '') AS b, like_escape('a##b', '#') AS c, like_escape('a\%', '\') AS d, like_escape('a#%'::bytea, '#') AS e;
SELECT like_escape('a', 'bb');
SELECT format('%*s|', 'x', 'y');
SELECT format('%*s|', ' 5 ', 'y') AS v;
-- 9.7: the first part of a pattern without parentheses is all of it
SELECT regexp_substr('abc', 'b', 1, 1, 'i', 1) AS a, regexp_substr('abc', 'b', 1, 1, 'i', 2) AS b, regexp_substr('abc', '(b)', 1, 1, 'i', 2) AS c;
SELECT regexp_instr('abc', 'b', 1, 1, 0, 'i', 1) AS a, regexp_instr('abc', 'b', 1, 1, 1, 'i', 1) AS b, regexp_instr('abc', 'b', 1, 1, 0, 'i', 2) AS c;
-- 9.8: hours below 0 are before noon; bigints as Roman numerals
SELECT to_char(interval '-11 hours', 'HH12 AM') AS a, to_char(interval '-13 hours', 'HH12 p.m.') AS b, to_char(interval '36 hours', 'HH12 AM') AS c;
SELECT to_char(9223372036854775807, 'RN');
-- 9.9: a zone that is a number alone counts west of Greenwich, as in POSIX; where a time is made, east
SELECT timestamptz '2020-01-01 00:00+00' AT TIME ZONE '+02' AS a, timestamptz '2020-01-01 00:00+00' AT TIME ZONE '-05:30' AS b, timestamptz '2020-01-01 00:00+00' AT TIME ZONE '5' AS c, timestamptz '2020-01-01 00:00+00' AT TIME ZONE 'UTC+3' AS d;
SELECT timestamp '2020-01-01' AT TIME ZONE '+02' AS a, timestamp '2020-01-01' AT TIME ZONE '-05:30:15' AS b, timetz '10:00+00' AT TIME ZONE '-3' AS c, time '10:00' AT TIME ZONE '+02' AS d;
SELECT date_trunc('day', timestamptz '2020-01-01 00:00+00', '+05') AS a, date_trunc('day', timestamptz '2020-01-01 00:00+00', '-05') AS b;
SELECT make_timestamptz(2020, 1, 1, 0, 0, 0, '+02') AS a, make_timestamptz(2020, 1, 1, 0, 0, 0, '-05:30') AS b, make_timestamptz(2020, 1, 1, 0, 0, 0, 'UTC+2') AS c;
SELECT make_timestamptz(2020, 1, 1, 0, 0, 0, '2');
SELECT timestamp 'infinity' AT TIME ZONE 'Nope/Zone' AS a, timestamptz '-infinity' AT TIME ZONE 'Nope/Zone' AS b;
SELECT timestamp '2020-01-01' AT TIME ZONE 'Nope/Zone';
SELECT make_date(-44, 13, 31);
SELECT make_date(-1, 2, 30);
-- 8.8: pairs of digits
SELECT 'abcdef'::macaddr;
SELECT 'Feb 30 2020'::macaddr;
SELECT 'abcdefabcde'::macaddr AS a, 'a:b:c:d:e:f'::macaddr AS b, 'abcde:f12345'::macaddr AS c;
-- 9.21: percentiles at several fractions
SELECT percentile_cont(ARRAY[0.1, 0.5, NULL, 1]) WITHIN GROUP (ORDER BY x) AS a, percentile_disc(ARRAY[[0.1, 0.5], [NULL, 1]]) WITHIN GROUP (ORDER BY x) AS b FROM generate_series(1, 10) x;
SELECT percentile_disc(ARRAY[0.1, 0.5]) WITHIN GROUP (ORDER BY x::text) AS a, percentile_disc(ARRAY[0.5]) WITHIN GROUP (ORDER BY date '2020-01-01' + x DESC) AS b FROM generate_series(1, 10) x;
SELECT percentile_cont('{}'::float8[]) WITHIN GROUP (ORDER BY x) AS a, percentile_cont(NULL::float8[]) WITHIN GROUP (ORDER BY x) AS b, percentile_cont(ARRAY[0.5]) WITHIN GROUP (ORDER BY x) FILTER (WHERE x > 10) AS c FROM generate_series(1, 10) x;
SELECT x % 2 AS k, percentile_cont(ARRAY[0.25, 0.75]) WITHIN GROUP (ORDER BY x) AS a FROM generate_series(1, 10) x GROUP BY 1 ORDER BY 1;
SELECT percentile_cont(ARRAY[0.1, 2]) WITHIN GROUP (ORDER BY x) FROM generate_series(1, 10) x;
SELECT percentile_disc(ARRAY[0.1, -1]) WITHIN GROUP (ORDER BY x) FROM generate_series(1, 0) x;
-- what errors about types point at and say
SELECT NOT time '10:00';
SELECT true AND date '2020-01-01';
SELECT (uuid 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11') IS TRUE;
SELECT 1 IS NOT FALSE;
SELECT 1 IS NOT UNKNOWN;
SELECT ARRAY[1, date '2020-01-01'];
