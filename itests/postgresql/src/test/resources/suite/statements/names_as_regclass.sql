-- Names of sequences in views and functions, in all forms of literals; the sequence is then called otherwise.
create sequence s1;
create view a1 as select nextval(E's1') n;
create view a2 as select regclass 's1' n;
create view a3 as select cast('s1' as regclass) n;
create view a4 as select nextval($$s1$$) n;
create view a5 as select nextval('s1'::text) n;
create view a6 as select nextval(U&'s1') n;
create view a7 as select nextval(('s1')) n;
create view a8 as select case when true then 's1'::regclass end n, ('s1')::regclass m, 's1'::text::regclass o;
create view a9 as select currval($a$s1$a$), 1 as z where 's1'::regclass > 0;
create view b1 as select nextval('s' '
1') n;
create view b2 as select nextval(' s1 ') n;
create view b3 as select nextval('S1') n;
create view b4 as select nextval('"s1"') n;
create view b5 as select nextval('public.s1') n;
create function ff() returns bigint language sql return nextval('s1');
alter sequence s1 rename to s2;
select nextval('s2');
select a1.n > 0, a2.n::text, a3.n::text, a4.n > 0, b4.n > 0, b5.n > 0, ff() > 0 from a1, a2, a3, a4, b4, b5;
