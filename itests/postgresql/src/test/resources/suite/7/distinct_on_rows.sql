-- SELECT, DISTINCT Clause: DISTINCT ON beside functions that give rows; literals where an object's name is taken

SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) order by a;
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC;
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC, g DESC;
SELECT DISTINCT ON (a, b) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC, g DESC;
SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) ORDER BY a, b DESC limit 2;
SELECT DISTINCT ON (a) a, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1)) AS t(a, b) ORDER BY a, g desc;
SELECT DISTINCT a, generate_series(1,2) g FROM (VALUES (3, 2), (3,1), (1,1)) AS t(a, b) ORDER BY a, g desc;
SELECT DISTINCT ON (g) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b) order by g, a, b;
select distinct on (ten) ten, count(*), generate_series(1,2) g from (select x%3 ten from generate_series(1,10) x) t group by ten order by ten, g desc;
select count(*) from (SELECT DISTINCT ON (a) a, b, generate_series(1,3) g FROM (VALUES (3, 2), (3,1), (1,1), (1,4), (5,3), (5,1)) AS t(a, b)) q;
select * from (SELECT DISTINCT ON (a) a, generate_series(1,3)*0 g FROM (VALUES (3, 2), (3,1), (1,1)) AS t(a, b)) q order by 1;
create table prt(a int);
select relid, parentrelid, isleaf, level from pg_partition_tree('prt');
select pg_table_is_visible('prt'::regclass), has_table_privilege('prt','select');
select pg_total_relation_size('nosuch');
create view sv with (security_invoker=false, security_barrier=true) as select 1 as a;
select reloptions from pg_class where relname='sv';
select count(*) over (order by x range between 'nan' preceding and current row) from (values (1.5::numeric)) v(x);
select count(*) over (order by x range between 'nan' preceding and current row) from (values (1.5::float8)) v(x);
