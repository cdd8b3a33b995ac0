-- Sections 4.2.8 and 9.22: frames of RANGE whose distances are as long as the months and days that they span, expressions,
-- or parameters; distances of ROWS and GROUPS that are expressions
set timezone = 'America/New_York';
create table fr(id int primary key, p int, v int, i2 int2, i int, i8 int8, f4 real, f8 float8, n numeric, d date, ts timestamp, tz timestamptz, t time, ttz timetz, iv interval, s text);
insert into fr select g, g % 3, nullif(g % 5, 0), g / 2, g / 2, g / 2, (g / 2) / 4.0, (g / 2) / 4.0, (g / 2) / 8.0, date '2024-01-29' + (g / 2) * 5, timestamp '2024-01-31 12:00' + (g / 2) * interval '100 hours', timestamptz '2024-03-08 23:30 America/New_York' + (g / 2) * interval '9 hours', time '00:00' + (g / 2) * interval '1 hour', timetz '00:00+01' + (g / 2) * interval '1 hour', (g / 2) * interval '13 hours', chr(96 + g) from generate_series(1, 20) g;
insert into fr(id, p, v) values (30, 0, 7), (31, 1, 8);
insert into fr(id, p, v, i8, f8, n, d, ts, tz, iv) values (40, 2, 1, 9223372036854775807, 'infinity', 'infinity', 'infinity', 'infinity', 'infinity', '178000000 years'), (41, 2, 2, -9223372036854775808, '-infinity', '-infinity', '-infinity', '-infinity', '-infinity', '-178000000 years'), (42, 2, 3, 0, 'NaN', 'NaN', '2024-02-29', '2024-02-29 12:00', '2024-03-10 07:00Z', '1 month');
-- months and years
select id, count(*) over (order by d range between '1 month' preceding and current row), sum(v) over (order by d range between current row and '1 year' following) from fr order by id;
select id, array_agg(i) over (order by ts range between '1 month' preceding and '1 month' following exclude group), min(v) over (partition by p order by ts desc range between '2 months -3 days' preceding and current row) from fr order by id;
select id, sum(v) over (order by tz desc nulls last range between unbounded preceding and '1 month 1 day' following), avg(v) over (partition by p order by tz nulls first range between '1 mon' preceding and '1 day' preceding) from fr order by id;
-- days where the clock changes
select id, count(*) over (order by tz range between '1 day' preceding and current row), count(*) over (order by tz range between '24 hours' preceding and current row) from fr order by id;
select id, count(*) over (order by tz desc range between '1 day' preceding and '2 days' following exclude current row) from fr order by id;
-- several windows, functions of one row, what is left out, FILTER
select id, first_value(d) over w, last_value(d) over w, nth_value(d, 2) over w, nth_value(d, v) over w, count(*) filter (where v > 2) over (w range between '40 days' preceding and '1 month' following exclude ties) from fr window w as (order by d range between '1 month' following and '3 months' following), x as (order by id) order by id;
select id, first_value(d) over w, last_value(d) over w, nth_value(d, 2) over w, nth_value(d, v) over w, rank() over w, count(*) over (order by i) from fr window w as (partition by p order by d nulls first range between '1 month' preceding and '1 month' following exclude current row) order by id;
select id, string_agg(s, ',') filter (where v is not null) over (partition by p order by ts, id groups between 1 + 0 preceding and abs(-1) following exclude current row), sum(10 / v) filter (where v <> 0) over (order by ts range '1 month' preceding), jsonb_agg(v) over (partition by p order by i, id rows between length('ab') preceding and 0.6 following) from fr order by id;
-- other keys
select id, count(*) over (order by i range between 1 + 1 preceding and 1::int8 following), sum(v) over (order by i2 range between '1' preceding and abs(-2) following), count(*) over (order by i8 desc range between 3 following and unbounded following), count(*) over (order by i8 range between 9223372036854775807 preceding and 1 preceding) from fr order by id;
select id, count(*) over (order by f8 range between 'infinity' preceding and current row), count(*) over (order by f4 range between sqrt(0.25) preceding and (0.25 + 0.25) following), count(*) over (order by f8 desc range between 1 preceding and 'infinity' following exclude ties) from fr order by id;
select id, count(*) over (order by n range between 'infinity' preceding and current row), sum(n) over (partition by p order by n range between 0.25 preceding and 0.125 + 0.125 following), count(*) over (order by n desc range between 1e30 preceding and 0 following) from fr order by id;
select id, count(*) over (order by t range between '1 month 2 hours' preceding and time '01:00' following), count(*) over (order by ttz range between '2 hours' preceding and '1 hour' preceding), count(*) over (order by iv range between '1 month' preceding and make_interval(days => 1) following) from fr order by id;
select id, count(*) over (order by d range between interval '1 month' * 2 preceding and current row), sum(v) over (order by ts range between '2 hours' preceding and '3 hours' preceding), count(*) over (order by i range between 1 following and 1 preceding) from fr where id > 0 order by id;
select id, count(*) over (order by t range between '2 hours' preceding and '3 hours' preceding), count(*) over (order by i range between 1 preceding and 2 preceding) from fr order by id;
-- over groups, in a query within, in ORDER BY
select p, count(*), sum(count(*)) over (order by max(d) range between '3 months' preceding and current row) from fr where id < 20 group by p order by p;
select * from (select id, sum(v) over (order by d range between '1 month' preceding and current row) as s from fr) x where s > 60 order by id;
select id from fr order by count(*) over (order by ts range between '1 month' preceding and '1 year' following) desc, id limit 7;
select x.p, (select max(c) from (select count(*) over (order by d range between '1 month' preceding and current row) as c from fr y where y.p = x.p) z) from (values (0), (1), (2), (9)) x(p) order by 1;
select count(*) over (order by d range between '1 month' preceding and current row) from fr where false;
create view frv as select id, sum(v) over (partition by p order by d desc range between '1 mon'::interval preceding and '1 mon'::interval following exclude ties) as s from fr;
select * from frv order by id;
-- parameters
--$ 1 month
select id, count(*) over (order by d range between $1 preceding and current row) from fr where id < 30 order by id;
--$ 2|1
select id, count(*) over (order by i range between $1 preceding and $2 following), sum(v) over (order by i8 range $1::int preceding) from fr order by id;
--$ 0.5
select id, count(*) over (order by f8 range between $1 preceding and current row), count(*) over (order by f8 range $1 preceding) from fr order by id;
--$ 2|-1
select id, rank() over (order by i rows between $1 preceding and $2 following) from fr order by id;
--$ 1
select id, count(*) over (order by id rows between $1 + 1 preceding and current row), count(*) over (order by i groups between $1::int8 - 1 preceding and current row) from fr order by id;
prepare fp(interval, int) as select id, count(*) over (order by ts range between $1 preceding and $1 following), sum(v) over (order by i range between $2 preceding and current row) from fr order by id limit 6;
execute fp('1 month', 1);
execute fp('1 day', 0);
execute fp('-1 day', 0);
execute fp(null, 0);
execute fp('1 day', -1);
execute fp('1 day', null);
-- errors
select count(*) over (order by d range between '-1 month' preceding and current row) from fr;
select count(*) over (order by tz range between current row and '1 day -1 month' following) from fr;
select rank() over (order by d range between '-1 month' preceding and current row) from fr;
select rank() over (order by d range between '-1 month' preceding and current row) from fr where id = 30;
select count(*) over (order by d range between '300000 years' preceding and current row) from fr where id < 10;
select count(*) over (order by ts range between unbounded preceding and '300000 years' following) from fr where id < 10;
select count(*) over (order by d range between null::interval preceding and current row) from fr;
select count(*) over (order by n range between (null::numeric + 1) preceding and current row) from fr;
select count(*) over (order by n range between -0.5 preceding and current row) from fr;
select count(*) over (order by i range between 1 - 2 preceding and current row) from fr;
select count(*) over (order by i rows between 1 - 2 preceding and current row) from fr;
select count(*) over (order by i groups between current row and nullif(1, 1) following) from fr;
select count(*) over (order by t range between '-1 hour' preceding and current row) from fr;
select count(*) over (order by iv range between '1 month -31 days' preceding and current row) from fr;
select count(*) over (order by i range between 1.5 preceding and current row) from fr;
select count(*) over (order by i range between '1.5' preceding and current row) from fr;
select count(*) over (order by n range between 1::float8 preceding and current row) from fr;
select count(*) over (order by d range between '1 day'::text preceding and current row) from fr;
select count(*) over (order by i range between true preceding and current row) from fr;
select count(*) over (order by s range between '1 month' preceding and current row) from fr;
select count(*) over (order by i rows between true preceding and current row) from fr;
select count(*) over (order by i rows between v preceding and current row) from fr;
select count(*) over (order by d, id range between '1 month' preceding and current row) from fr;
select count(*) over (order by i range between count(*) preceding and current row) from fr;
select nth_value(d, 0) over (order by d range between '1 month' preceding and current row) from fr;
select nth_value(id, nullif(v, 2)) over (order by id) from fr order by id limit 3;
select sum(1 / (v - 1)) over (order by d range between '1 month' preceding and current row) from fr;
drop view frv;
drop table fr;
