-- What depends on the moment as a parameter: the transaction's, as in a literal.
BEGIN;
--$ now
SELECT $1::timestamptz = now() AS v;
--$ now|NOW
SELECT $1::timestamp = localtimestamp AS a, $2::date = current_date AS b;
--$ today|tomorrow|yesterday
SELECT $1::date - current_date AS a, $2::date - current_date AS b, $3::timestamptz = current_date - 1 AS c;
--$ now
SELECT $1::time = localtime AS v;
--$ now
SELECT $1::timetz = current_time AS v;
--$ {now,today}
SELECT ($1::timestamptz[])[1] = now() AS v;
--$ [now,infinity)
SELECT lower($1::tstzrange) = now() AS v;
--$ today 10:00
SELECT $1::timestamp - current_date AS v;
--$ epoch|infinity|-infinity
SELECT $1::timestamptz AS a, $2::date AS b, $3::timestamp AS c;
CREATE TABLE m (k int, t timestamptz, d date);
--$ 1|now|today
INSERT INTO m VALUES ($1, $2, $3);
SELECT k, t = now() AS t, d = current_date AS d FROM m;
--$ now
SELECT k FROM m WHERE t = $1;
COPY m FROM STDIN;
2	now	tomorrow
\.
SELECT k, t = now() AS t, d - current_date AS d FROM m ORDER BY k;
--$ nowhere
SELECT $1::timestamptz;
ROLLBACK;
--$ now
SELECT $1::timestamptz BETWEEN now() - interval '1 minute' AND now() AS v;
