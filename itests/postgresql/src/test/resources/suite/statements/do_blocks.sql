do 'begin create type mood as enum (''a'',''b''); exception when duplicate_object then null; end';
do 'begin create type mood as enum (''a'',''b''); exception when duplicate_object then null; end';
do $$ begin create type mood as enum ('a'); end $$;
create table t(a int primary key, b text);
do $$
begin
  insert into t values (1,'x');
  insert into t values (2,'y');
  insert into t values (1,'z');
end $$;
select * from t;
do $$
begin
  insert into t values (1,'x');
  begin
    insert into t values (2,'y');
    insert into t values (1,'z');
  exception when unique_violation then
    raise notice 'caught % %', sqlstate, sqlerrm;
    insert into t values (3,'h');
  end;
  if exists (select 1 from t where a = 3) then
    raise info 'there %', (select count(*) from t);
  elsif false then
    null;
  else
    raise warning 'not';
  end if;
end;
$$ language plpgsql;
select * from t order by a;
do $$ begin perform 1/0; exception when others then raise notice 'o: %', sqlerrm; raise; end $$;
do $$ begin perform 1/0; exception when division_by_zero or not_null_violation then raise exception 'mine %', 5 using errcode='XX123', hint='h', detail='d'; end $$;
do $$ begin raise exception using message='m', errcode='unique_violation', table='tt', column='c', constraint='k', schema='s', datatype='dt'; end $$;
do $$ begin raise unique_violation; end $$;
do $$ begin raise sqlstate '12345'; end $$;
do $$ begin perform 1/0; exception when sqlstate '22000' then raise notice 'class'; end $$;
do $$ begin perform 1/0; exception when data_exception then raise notice 'class2'; end $$;
do $$ begin select 1; end $$;
do $$ begin execute 'create table ' || quote_ident('dyn') || '(x int)'; execute 'insert into dyn values (5)'; end $$;
select * from dyn;
do $$ begin execute null; end $$;
do $$ begin foo bar; end $$;
do $$ begin if 1 then raise notice '1'; end if; if null then null; else raise notice 'null is else'; end if; end $$;
do $$ begin raise notice '%%: % %', null, array[1,2]; end $$;
do $$ begin return; raise notice 'never'; end $$;
do $$ begin begin begin return; end; exception when others then null; end; raise notice 'never'; end $$;
do $$ begin nul; end $$;
do $$ begin null end $$;
do $$ begin if true then null; end $$;
do language sql $$ select 1 $$;
do language nope $$ select 1 $$;
do $$ begin perform * from nope; end $$;
do $$ begin exception when nope then null; end $$;
begin;
do $$ begin insert into t values (10,'in tx'); end $$;
select count(*) from t;
rollback;
select count(*) from t;
begin;
do $$ begin insert into t values (10,'in tx'); perform 1/0; end $$;
select 1;
rollback;
select count(*) from t;
select count(*) from t;
select count(*) from t;
select count(*) from t;
do $$ begin perform pg_notify('a','b'); end $$;
do $$ begin set local search_path = 'foo'; perform set_config('application_name', 'doit', false); end $$;
show application_name;
show search_path;
do $x$ begin do $$ begin raise notice 'nested'; end $$; end $x$;
