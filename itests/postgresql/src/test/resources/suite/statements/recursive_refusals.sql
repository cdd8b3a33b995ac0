-- WITH RECURSIVE that is refused: locks, references in WITH within, types with their lengths, MERGE
WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM x FOR UPDATE) SELECT * FROM x;
WITH RECURSIVE outermost(x) AS (WITH innermost as (SELECT 2 FROM outermost) SELECT * FROM innermost UNION SELECT * from outermost) SELECT * FROM outermost ORDER BY 1;
WITH RECURSIVE outermost(x) AS (WITH innermost as (SELECT 2) SELECT * FROM innermost UNION SELECT x+1 from outermost where x<5) SELECT * FROM outermost ORDER BY 1;
WITH RECURSIVE foo(i) AS (SELECT i::numeric(3,0) FROM (VALUES(1),(2)) t(i) UNION ALL SELECT (i+1)::numeric(10,0) FROM foo WHERE i < 10) SELECT * FROM foo;
create table m(k int unique, v text);
WITH RECURSIVE c AS (SELECT 1 a) MERGE INTO m USING (select 0 k) o ON m.k=o.k WHEN NOT MATCHED THEN INSERT VALUES(o.k, 'x');
