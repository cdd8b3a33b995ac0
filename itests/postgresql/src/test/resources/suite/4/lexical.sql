-- 4.1 identifiers: folding, quoting, doubled quotes, truncation, U&
SELECT 1 AS Foo, 2 AS "Foo", 3 AS FOO;
SELECT 1 AS "a""b";
SELECT 1 AS U&"d\0061t\+000061";
SELECT 1 AS U&"d!0061t!+000061" UESCAPE '!';
SELECT 1 AS a234567890123456789012345678901234567890123456789012345678901234567890;
SELECT 1 AS "";
SELECT 1 AS "select";
SELECT 1 AS _a$1;
SELECT 1 AS été;
-- string constants: doubling, continuation over lines, no continuation on one line
SELECT 'Dianne''s horse' AS s;
SELECT 'foo'
'bar' AS s;
SELECT 'foo' 'bar';
SELECT 'a\nb' AS s, length('a\nb') AS n;
-- escape strings
SELECT E'a\nb\tc\\d\'e' AS s;
SELECT E'\x41\102\u0043\U00000044' AS s;
SELECT E'\x';
SELECT E'\uD83D\uDE00' AS s;
SELECT E'\uD83D';
SELECT E'\u00';
SELECT E'\000';
-- unicode strings
SELECT U&'d\0061t\+000061' AS s;
SELECT U&'\0441\043B\043E\043D' AS s;
SELECT U&'d!0061' UESCAPE '!' AS s;
SELECT U&'bad\00g1';
SELECT U&'x' UESCAPE '+';
-- dollar quoting
SELECT $$Dianne's horse$$ AS s;
SELECT $a$ $$x$$ $a$ AS s;
SELECT $SomeTag$Dianne's horse$SomeTag$ AS s;
-- bit strings
SELECT B'1001' AS b, X'1FF' AS x;
SELECT b'12';
SELECT x'g';
-- numbers: integer, bigint, numeric, exponents, junk
SELECT 42 AS i, 3.5 AS n, 4. AS d, .001 AS e, 5e2 AS f, 1.925e-3 AS g;
SELECT 2147483647 AS a, 2147483648 AS b, 9223372036854775807 AS c, 9223372036854775808 AS d;
SELECT 1e1000 AS n;
SELECT 1.e5 AS n;
SELECT 12abc;
SELECT 1..2;
SELECT 0x1F;
-- constants of other types
SELECT REAL '1.23' AS a, 1.23::REAL AS b, CAST('1.5' AS float8) AS c, int4 '7' AS d, float8 'NaN' AS e;
SELECT point;
SELECT integer 'x';
-- operators and comments
SELECT 1 + -1 AS a, 2 - - 2 AS b, @ -5 AS c, 7 % 3 AS d;
SELECT 1 /* one /* nested */ comment */ + 2 AS s;
SELECT 1 -- to the end
+ 1 AS s;
SELECT 2 !=3 AS a, 2 <> 3 AS b;
SELECT 1 OPERATOR(pg_catalog.+) 2 AS s;
SELECT 5 !;
SELECT 1 =- 1 AS a;
SELECT 3*-2 AS a;
SELECT 1 *@ -2;
-- precedence
SELECT 2 + 3 * 4 ^ 2 AS a, -2 ^ 2 AS b, 2 ^ 3 ^ 2 AS c, 10 - 4 - 3 AS d, 7 / 2 * 2 AS e;
SELECT NOT true OR true AS a, NOT false AND false AS b, true OR true AND false AS c;
SELECT 1 < 2 = true AS a;
SELECT 1 < 2 < 3;
SELECT 1 = 1 IS TRUE AS a, NULL IS NULL = true AS b;
SELECT 'a' || 'b' = 'ab' AS a, 'a' || 1 + 2 AS b;
SELECT 1 BETWEEN 0 AND 2 AND true AS a;
SELECT 1 IN (1, 2) = true AS a;
SELECT -1::text AS a, (-1)::text AS b, - 1 :: int AS c;
SELECT 5::numeric / 2 AS a, 5 / 2::numeric AS b;
-- syntax errors carry the position of the token
SELECT FROM WHERE;
SELEC 1;
SELECT 1 +;
SELECT (1;
SELECT 1);
SELECT * FORM x;
SELECT "abc;
