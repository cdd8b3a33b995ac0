-- whole rows of a side of an outer join that may be missing, of tables without a column NOT NULL
create table t(a int, b text);
create table u(a int, c text);
insert into t values (1, 'x'), (2, 'y'), (null, 'z');
insert into u values (1, 'q'), (null, null), (3, null);
select count(u), count(*) from t left join u using (a);
select t.a, u from t left join u on u.a = t.a order by 1;
select t, u from t full join u on u.a = t.a order by t.a, u.a, t.b, u.c;
select u is null, u is not null, u is distinct from null, t.a from t left join u on u.a = t.a order by 4;
select row_to_json(u), to_jsonb(u) is null from t left join u on u.a = t.a order by t.a;
select array_agg(u order by t.a) from t left join u on u.a = t.a;
select (u).c, u::text from t left join u on u.a = t.a order by t.a;
select t.b, json_agg(u) filter (where u.a is not null) from t left join u using (a) group by t.b order by 1;
