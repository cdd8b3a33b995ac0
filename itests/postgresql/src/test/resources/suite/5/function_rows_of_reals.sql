-- Section 38.5.9: rows of a user's function in a list, reals and NaN among them

create function rows_of_f(v float8) returns setof float8 language sql as $$ select x from (values (v), ('NaN'::float8), (2.0), ('-Infinity'), (0.5), (null)) t(x) $$;
select rows_of_f(1);
select rows_of_f(1.0), 1 as k;
create table ff(x float8); insert into ff values ('NaN'),(3),(1.5);
create function rows_of_g() returns setof float8 language sql as $$ select x from ff $$;
select rows_of_g();
select rows_of_g() order by 1;
create function rows_of_h() returns table(a float8, b int, c bytea, d numeric) language sql as $$ select x, 1, '\x00ff'::bytea, 'NaN'::numeric from ff $$;
select rows_of_h();
drop function rows_of_h(), rows_of_g(), rows_of_f(float8); drop table ff;
