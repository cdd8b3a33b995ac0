-- 9.8 to_char
SELECT to_char(timestamp '2002-04-20 17:31:12.66', 'HH12:MI:SS') AS a, to_char(interval '15h 2m 12s', 'HH24:MI:SS') AS b, to_char(125, '999') AS c, to_char(125.8::real, '999D9') AS d, to_char(-125.8, '999D99S') AS e;
SELECT to_char(timestamp '2002-04-20 17:31:12.66', 'YYYY-MM-DD HH24:MI:SS.MS US') AS a, to_char(timestamp '2002-04-20', 'Day, DD  HH12:MI:SS') AS b, to_char(timestamp '2002-04-20', 'FMDay, FMDD  HH12:MI:SS') AS c, to_char(timestamp '2002-04-20', 'Month MONTH month Mon MON mon') AS d, to_char(timestamp '2002-04-20', 'FMMonth') AS e, to_char(timestamp '2002-04-20', 'DY Dy dy D ID DDD J Q WW IW W CC') AS f;
SELECT to_char(timestamp '2002-04-20 17:31:12', 'YYYY YYY YY Y IYYY Y,YYY BC AD a.d. AM p.m.') AS a, to_char(timestamp '2002-04-20', '"text" DDth FMDDth DDTH') AS b, to_char(timestamp '2002-04-20', 'RM rm') AS c, to_char(timestamptz '2002-04-20 17:31:12+00', 'TZ tz OF TZH:TZM') AS d, to_char(timestamp '2002-04-20 17:31:12', 'SSSS SSSSS') AS e, to_char(date '2020-01-05', 'IYYY-IW-ID') AS f;
SELECT to_char(-0.1, '99.99') AS a, to_char(-0.1, 'FM9.99') AS b, to_char(0.1, '0.9') AS c, to_char(12, '9990999.9') AS d, to_char(12, 'FM9990999.9') AS e, to_char(485, '999') AS f, to_char(-485, '999') AS g, to_char(485, '9 9 9') AS h, to_char(1485, '9,999') AS i, to_char(1485, '9G999') AS j, to_char(148.5, '999.999') AS k, to_char(148.5, 'FM999.999') AS l, to_char(148.5, 'FM999.990') AS m;
SELECT to_char(-485, '999S') AS a, to_char(-485, '999MI') AS b, to_char(485, '999MI') AS c, to_char(485, 'FM999MI') AS d, to_char(485, 'PL999') AS e, to_char(485, 'SG999') AS f, to_char(-485, 'SG999') AS g, to_char(-485, '9SG99') AS h, to_char(-485, '999PR') AS i, to_char(485, 'L999') AS j, to_char(485, 'RN') AS k, to_char(485, 'FMRN') AS l, to_char(5.2, 'FMRN') AS m, to_char(482, '999th') AS n, to_char(485, '"Good number:"999') AS o, to_char(12, '99V999') AS p, to_char(12.4, '99V999') AS q, to_char(0.0004859, '9.99EEEE') AS r;
SELECT to_char(1234, '99') AS a, to_char(12.45, '99.9') AS b, to_char('NaN'::float8, '999') AS c, to_char(NULL::int, '9') AS d, to_char(0, '999') AS e, to_char(0.5, '999.9') AS f, to_char(1e10, '999') AS g;
-- to_date, to_timestamp, to_number
SELECT to_date('05 Dec 2000', 'DD Mon YYYY') AS a, to_date('20000131', 'YYYYMMDD') AS b, to_date('2000 5', 'YYYY Q') AS c, to_timestamp('05 Dec 2000', 'DD Mon YYYY') AS d, to_timestamp('2000-01-31 12:30:45.678', 'YYYY-MM-DD HH24:MI:SS.MS') AS e, to_date('44-02-01 BC', 'YYYY-MM-DD BC') AS f, to_date('2000-123', 'YYYY-DDD') AS g;
SELECT to_date('2000-13-01', 'YYYY-MM-DD');
SELECT to_date('2000-02-30', 'YYYY-MM-DD');
SELECT to_date('x', 'YYYY');
SELECT to_timestamp('25:00', 'HH24:MI');
SELECT to_number('12,454.8-', '99G999D9S') AS a, to_number('-34,338,492', '99G999G999') AS b, to_number('$12.5', 'L99.9') AS c, to_number('<564646.654564>', '999999.999999PR') AS d;
SELECT to_number('abc', '999');
SELECT to_timestamp(1284352323) AS a, to_timestamp(0.5) AS b, to_timestamp('Infinity'::float8) AS c;
