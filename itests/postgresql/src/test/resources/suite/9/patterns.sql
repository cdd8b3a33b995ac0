-- 9.7.1 LIKE
SELECT 'abc' LIKE 'abc' AS a, 'abc' LIKE 'a%' AS b, 'abc' LIKE '_b_' AS c, 'abc' LIKE 'c' AS d, 'ABC' LIKE 'abc' AS e, 'ABC' ILIKE 'abc' AS f, 'abc' NOT LIKE 'a%' AS g, 'É' ILIKE 'é' AS h, NULL LIKE 'a' AS i, 'abc' LIKE NULL AS j;
SELECT 'a%c' LIKE 'a\%c' AS a, 'abc' LIKE 'a\%c' AS b, 'a_c' LIKE 'a!_c' ESCAPE '!' AS c, 'a\c' LIKE 'a\\c' AS d, 'a\c' LIKE 'a\c' ESCAPE '' AS e, 'abc' LIKE '%%%' AS f, '' LIKE '' AS g, '' LIKE '%' AS h;
SELECT 'a' LIKE 'a\';
SELECT 'a' LIKE 'a' ESCAPE 'xx';
SELECT 'abc' ~~ 'a%' AS a, 'abc' !~~ 'a%' AS b, 'ABC' ~~* 'a%' AS c, 'ABC' !~~* 'a%' AS d;
SELECT 1 LIKE '1';
SELECT 'aé' LIKE '__' AS a, 'a' || chr(10) || 'b' LIKE 'a_b' AS b, 'abc'::char(5) LIKE 'abc' AS c, 'x' LIKE ANY (ARRAY['a', 'x%']) AS d, 'x' NOT LIKE ALL (ARRAY['a', 'b']) AS e;
-- 9.7.2 SIMILAR TO
SELECT 'abc' SIMILAR TO 'abc' AS a, 'abc' SIMILAR TO 'a' AS b, 'abc' SIMILAR TO '%(b|d)%' AS c, 'abc' SIMILAR TO '(b|c)%' AS d, '-abc-' SIMILAR TO '%\mabc\M%' AS e, 'xabcy' SIMILAR TO '%\mabc\M%' AS f, 'aaa' SIMILAR TO 'a{2,3}' AS g, 'a.c' SIMILAR TO 'a.c' AS h, 'abc' SIMILAR TO 'a.c' AS i, 'abc' NOT SIMILAR TO 'a_c' AS j;
-- 9.7.3 POSIX
SELECT 'thomas' ~ 't.*ma' AS a, 'thomas' ~* 'T.*ma' AS b, 'thomas' !~ 't.*max' AS c, 'thomas' !~* 'T.*ma' AS d, 'abcd' ~ 'bc' AS e, 'abcd' ~ 'a.c' AS f, 'abcd' ~ '(b|d)' AS g, 'abcd' ~ '^(b|c)' AS h;
SELECT 'a' ~ '(';
SELECT 'a' ~ '[a';
SELECT 'a' ~ 'a{2,1}';
SELECT 'a1b22' ~ '\d+' AS a, 'foo bar' ~ '\yfoo\y' AS b, 'foo' ~ '^[[:alpha:]]+$' AS c, 'a b' ~ '[[:space:]]' AS d, 'xay' ~ 'x(?:a|b)y' AS e, E'a\nb' ~ 'a.b' AS f, E'a\nb' ~ '^b' AS g, E'a\nb' ~ '(?n)^b' AS h, 'é' ~ '^\w$' AS i, 'A' ~ '(?i)a' AS j;
SELECT substring('XY1234Z' FROM 'Y*([0-9]{1,3})') AS a, substring('XY1234Z' FROM 'Y*?([0-9]{1,3})') AS b, substring('foobar' FROM 'o.b') AS c, substring('xabcabcx' FROM '(abc|abcabc)') AS d, substring('aaa' FROM 'a|aa|aaa') AS longest;
SELECT regexp_match('abc01234xyz', '(.*)(\d+)(.*)') AS a, regexp_match('abc01234xyz', '(.*?)(\d+)(.*)') AS b, regexp_match('abc01234xyz', '(?:(.*?)(\d+)(.*)){1,1}') AS c;
SELECT 'abc' ~ 'a(?=b)' AS a, 'abc' ~ 'a(?!b)' AS b, 'aa' ~ '(a)\1' AS c;
SELECT regexp_replace('abc', '[bc]', '<\0>', 'g') AS a, regexp_replace(E'a\nb', '^', '>', 'gn') AS b;
SELECT regexp_match('x', 'x', 'z');
SELECT regexp_match('x', 'x', 'g');
