-- Aggregates over frames without rows, of which the first row's may be one, and with FILTER that lets no row through.
SELECT x, jsonb_agg(x) FILTER (WHERE false) OVER (ORDER BY x) AS v FROM generate_series(1, 2) x;
SELECT x, string_agg(x::text, ',') FILTER (WHERE x > 2) OVER (ORDER BY x) AS v FROM generate_series(1, 4) x;
SELECT x, sum(x::numeric) FILTER (WHERE x % 2 = 0) OVER (PARTITION BY x / 3 ORDER BY x) AS v FROM generate_series(1, 6) x;
SELECT x, array_agg(x) FILTER (WHERE x > 1) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS v FROM generate_series(1, 4) x;
SELECT x, bool_or(x > 2) FILTER (WHERE NULL) OVER () AS v FROM generate_series(1, 2) x;
-- what FILTER keeps away is not worked out
SELECT x, sum(1 / x) FILTER (WHERE x <> 0) OVER () AS v FROM generate_series(-1, 1) x;
SELECT x, max(6 / x) FILTER (WHERE x <> 0) OVER (ORDER BY x) AS v FROM generate_series(-1, 1) x;
-- ends before the row, begins behind it
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS v FROM generate_series(1, 4) x;
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS v FROM generate_series(1, 4) x;
SELECT x, string_agg(x::text, '') OVER (ORDER BY x GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING EXCLUDE NO OTHERS) AS v FROM generate_series(1, 4) x;
SELECT x, sum(x::float8) OVER (ORDER BY x RANGE BETWEEN 2 PRECEDING AND 1 PRECEDING) AS v FROM generate_series(1, 4) x;
SELECT x, sum(x::float8) OVER (ORDER BY x RANGE BETWEEN 2 FOLLOWING AND 3 FOLLOWING) AS v FROM generate_series(1, 4) x;
SELECT x, jsonb_agg(x) OVER (PARTITION BY x % 2 ORDER BY x DESC ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS v FROM generate_series(1, 4) x ORDER BY x;
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING EXCLUDE GROUP) AS v FROM generate_series(1, 1) x;
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING EXCLUDE TIES) AS v FROM generate_series(1, 3) x;
-- ends before it begins
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 2 FOLLOWING AND 1 FOLLOWING) AS v FROM generate_series(1, 3) x;
SELECT x, jsonb_agg(x) OVER (ORDER BY x GROUPS BETWEEN 0 PRECEDING AND 1 PRECEDING) AS v FROM generate_series(1, 3) x;
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 2 PRECEDING) AS v FROM generate_series(1, 3) x;
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN 2 PRECEDING AND 1 PRECEDING) AS v FROM generate_series(1, 3) x;
SELECT x, array_agg(x) FILTER (WHERE x < 3) OVER (ORDER BY x ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING) AS v FROM generate_series(1, 4) x;
SELECT x, sum(x) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 2 PRECEDING) AS v, count(*) OVER (ORDER BY x ROWS BETWEEN 1 PRECEDING AND 2 PRECEDING) AS w FROM generate_series(1, 3) x;
SELECT array_agg(x) OVER (ORDER BY x ROWS BETWEEN NULL PRECEDING AND 1 PRECEDING) FROM generate_series(1, 3) x;
SELECT array_agg(x) OVER (ORDER BY x ROWS BETWEEN -1 PRECEDING AND 1 PRECEDING) FROM generate_series(1, 3) x;
--$ 2|1
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN $1 PRECEDING AND $2 PRECEDING) AS v FROM generate_series(1, 4) x;
--$ 1|2
SELECT x, array_agg(x) OVER (ORDER BY x ROWS BETWEEN $1 PRECEDING AND $2 PRECEDING) AS v FROM generate_series(1, 4) x;
