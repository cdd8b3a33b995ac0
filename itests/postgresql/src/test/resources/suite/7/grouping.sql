-- 7.2.2 to 7.2.5 WHERE, GROUP BY, HAVING, grouping sets, windows
CREATE TABLE test1 (x text, y int);
INSERT INTO test1 VALUES ('a', 3), ('c', 2), ('b', 5), ('a', 1), (NULL, 7), (NULL, NULL);
SELECT x FROM test1 GROUP BY x ORDER BY x;
SELECT x, sum(y) FROM test1 GROUP BY x ORDER BY x;
SELECT x, sum(y) FROM test1 GROUP BY x HAVING sum(y) < 4 ORDER BY x;
SELECT x, sum(y) FROM test1 GROUP BY x HAVING x < 'c' ORDER BY x;
SELECT x, y FROM test1 GROUP BY x;
SELECT x, count(*), count(y), avg(y), min(y), max(y) FROM test1 GROUP BY 1 ORDER BY 1 NULLS FIRST;
SELECT upper(x) AS u, count(*) FROM test1 GROUP BY u ORDER BY u;
SELECT upper(x) FROM test1 GROUP BY x ORDER BY 1;
SELECT lower(x) FROM test1 GROUP BY upper(x);
SELECT sum(y) AS s FROM test1 HAVING count(*) > 100;
SELECT x FROM test1 HAVING count(*) > 1;
SELECT 1 AS one FROM test1 HAVING true;
SELECT count(*) FROM test1 WHERE x = 'nosuch';
SELECT x, count(*) FROM test1 WHERE x = 'nosuch' GROUP BY x;
SELECT x FROM test1 GROUP BY 5;
SELECT x FROM test1 GROUP BY sum(y);
SELECT x FROM test1 WHERE sum(y) > 1 GROUP BY x;
SELECT x FROM test1 WHERE y;
-- a primary key determines the other columns
CREATE TABLE prod (id int PRIMARY KEY, name text, price numeric);
CREATE TABLE sales (pid int, units int);
INSERT INTO prod VALUES (1, 'p1', 2.50), (2, 'p2', 3);
INSERT INTO sales VALUES (1, 10), (1, 5), (2, 1);
SELECT p.id, p.name, sum(s.units) * p.price AS total FROM prod p LEFT JOIN sales s ON p.id = s.pid GROUP BY p.id ORDER BY p.id;
SELECT p.id, s.units FROM prod p LEFT JOIN sales s ON p.id = s.pid GROUP BY p.id;
-- grouping sets
CREATE TABLE items_sold (brand text, size text, sales int);
INSERT INTO items_sold VALUES ('Foo', 'L', 10), ('Foo', 'M', 20), ('Bar', 'M', 15), ('Bar', 'L', 5);
SELECT brand, size, sum(sales) FROM items_sold GROUP BY GROUPING SETS ((brand), (size), ()) ORDER BY 1, 2;
SELECT brand, size, sum(sales) FROM items_sold GROUP BY ROLLUP (brand, size) ORDER BY 1, 2;
SELECT brand, size, sum(sales), grouping(brand, size) AS g FROM items_sold GROUP BY CUBE (brand, size) ORDER BY 1, 2, 4;
SELECT brand, size, sum(sales) FROM items_sold GROUP BY brand, ROLLUP (size) ORDER BY 1, 2;
SELECT brand, size, count(*) FROM items_sold GROUP BY CUBE ((brand, size)) ORDER BY 1, 2;
SELECT brand, sum(sales) FROM items_sold GROUP BY GROUPING SETS ((brand), (brand)) ORDER BY 1;
SELECT brand, sum(sales) FROM items_sold GROUP BY DISTINCT GROUPING SETS ((brand), (brand)) ORDER BY 1;
SELECT brand, sum(sales) FROM items_sold GROUP BY ROLLUP (brand) HAVING grouping(brand) = 0 ORDER BY 1;
SELECT grouping(sales) FROM items_sold GROUP BY brand;
-- windows are computed after grouping
SELECT brand, sum(sales) AS s, rank() OVER (ORDER BY sum(sales) DESC) AS r FROM items_sold GROUP BY brand ORDER BY r;
SELECT brand, size, sum(sales) OVER w AS s, count(*) OVER w AS c FROM items_sold WINDOW w AS (PARTITION BY brand ORDER BY size) ORDER BY brand, size;
SELECT brand, sum(sales) OVER (w ROWS UNBOUNDED PRECEDING) AS s FROM items_sold WINDOW w AS (ORDER BY brand, size) ORDER BY brand, size;
SELECT sum(sales) OVER nosuch FROM items_sold;
SELECT sum(sales) OVER (w ORDER BY size) FROM items_sold WINDOW w AS (ORDER BY brand);
