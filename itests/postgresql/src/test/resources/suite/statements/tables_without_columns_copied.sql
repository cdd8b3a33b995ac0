-- COPY and DISTINCT of tables without columns
create table t();
insert into t select from generate_series(1, 3);
copy t to stdout;
copy t to stdout with (format csv);
copy (select from generate_series(1, 2)) to stdout;
copy t from stdin;


\.
select count(*) from t;
copy t from stdin;
x
\.
select count(*) from t;
select distinct * from t;
select distinct from t;
select * from t union all select * from t;
select row_to_json(t) from t limit 1;
drop table t;
