-- what is told of a row that breaks a constraint
create table p(id int primary key, name text not null unique, n numeric(6,2) check (n > 0), d date default '2024-01-02');
insert into p values (1,'a',1.5),(2,'b',2);
insert into p values (1,'c',1.5);
insert into p values (3,'a',1.5);
insert into p values (3,null,1.5);
insert into p values (3,'x',-1.5);
insert into p values (4,'y',1),(5,'z',-0.5);
insert into p select g, 'n'||g, 3-g from generate_series(3,9) g;
update p set n = n - 1.75;
update p set id = id + 1 where id = 1;
create table c(id serial primary key, pid int references p, q int constraint qq references p(id), u text unique);
insert into c(pid, q) values (1,1),(1,7);
insert into c(pid, q) values (5,7);
insert into c(pid, q,u) values (1,2,'u');
insert into c(pid, q,u) values (1,2,'u');
insert into c(pid, q,u) values (1,2,'u');
delete from p;
delete from p where id = 2;
update p set id = 77 where id = 1;
select * from c;
insert into c(pid,u) values (2, 'u') on conflict (id) do nothing;
insert into p values (1, 'q', 3) on conflict (id) do update set n = -3;
begin;
insert into p values (9,'t',1);
savepoint s;
insert into p values (9,'t',1);
rollback to s;
insert into c(pid) values (9);
delete from p where id = 9;
rollback to s;
select * from p;
commit;
select id from c order by 1;
create index on p(name);
create unique index pdu on p(d);
create unique index pdl on p(lower(name), (id+1));
insert into p values (100,'A',1);
insert into p values (1,'A',1);
alter table p add unique (d);
alter table p add unique (d, n);
alter table c add foreign key (id) references p(id);
select * from p; select id,pid,q,u from c order by 1;
alter table c drop constraint qq;


-- updates of several rows, of keys, and on conflict
create table um(a int primary key, b int unique, c text check (c <> 'bad'));
insert into um values (1,1,'x'),(2,2,'y'),(3,3,'z');
update um set b = 3 where a = 1;
update um set a = a + 1 where a = 3;
update um set c = 'bad' where a = 2 returning *;
insert into um values (1,9,'n') on conflict (a) do update set b = 2;
insert into um values (1,9,'n') on conflict (a) do update set c = 'bad', b = excluded.b;
insert into um values (7,1,'n') on conflict (a) do nothing;
insert into um values (7,1,'n') on conflict do nothing;
insert into um select g, g, 'x' from generate_series(8, 1, -1) g;
insert into um values (1,1,'bad');
insert into um values (1,2,'x');
update um set b = null, a = null;
-- in a transaction, with savepoints
begin;
insert into um values (20,20,'x');
savepoint s;
insert into um values (20,21,'x');
rollback to s;
insert into um values (21,20,'x');
rollback to s;
insert into um values (22,22,'x');
commit;
select * from um order by a;
-- sequences are not counted twice
create sequence sq_w;
create table sq(id serial primary key, v int unique, w bigint default nextval('sq_w'));
insert into sq(v) values (1);
insert into sq(v) values (1);
insert into sq(v) values (2), (2);
insert into sq(v) values (3) returning *;
insert into sq(v) values (4) returning *;
-- volatile expressions
create table vo(id float8 primary key, v int unique, n text not null);
insert into vo values (random(), 1, 'a');
insert into vo values (2, 1, 'a');
insert into vo values (3, 2, null);
-- deferred keys
create table dp(id int primary key);
create table dc(id int primary key, pid int constraint dfk references dp deferrable initially deferred, p2 int references dp);
insert into dp values (1), (2);
begin;
insert into dc values (1, 5, null);
insert into dc values (2, 1, 7);
rollback;
begin;
insert into dc values (1, 5, null);
commit;
insert into dc values (1, 1, 2);
begin;
delete from dp where id = 1;
commit;
begin;
delete from dp where id = 2;
rollback;
begin;
insert into dc values (3, 8, null);
insert into dp values (8);
commit;
-- rights
create role cd_reader;
create table rt(a int unique, b int primary key, c text check (c > 'b'), d int references dp);
insert into rt values (1, 1, 'c');
grant insert, update on rt to cd_reader;
grant select (a) on rt to cd_reader;
set role cd_reader;
insert into rt values (1, 2, 'c');
insert into rt values (2, 1, 'c');
insert into rt values (3, 3, 'c', 99);
reset role;
grant select (d) on rt to cd_reader;
set role cd_reader;
insert into rt values (3, 3, 'c', 99);
reset role;
drop table rt;
drop role cd_reader;
-- a chain of actions
create table k1(id int primary key);
create table k2(id int primary key references k1 on delete cascade on update cascade);
create table k3(id int primary key references k2 on delete cascade on update cascade);
create table k4(id int references k3);
insert into k1 values (1),(2); insert into k2 values (1),(2); insert into k3 values (1),(2); insert into k4 values (2);
delete from k1;
update k1 set id = id + 10;
delete from k1 where id = 1;
-- set default
create table sd(id int default 77 references k1 on delete set default);
insert into sd values (2);
delete from k4;
delete from k1;
-- ALTER TABLE and CREATE INDEX over rows that are there
create table al(a int, b text, c int);
insert into al values (1, 'x', 1), (1, 'X', null), (2, 'y', 5);
alter table al add primary key (a);
alter table al add constraint al_u unique (a);
alter table al alter c set not null;
alter table al add constraint al_c check (a > 1);
alter table al add foreign key (c) references k2;
alter table al add constraint al_two foreign key (a) references k2, add constraint al_three foreign key (c) references k2;
create unique index al_l on al (lower(b));
create unique index al_p on al (a) where b < 'x';
create unique index al_q on al ((a * 2), upper(b));
begin;
create unique index al_r on al (a);
rollback;

create table ct(a int primary key, b text not null check (b <> 'bad'), c int references k1);
copy ct from stdin;
1	x	\N
2	y	\N
1	z	\N
\.
copy ct from stdin;
1	x	\N
2	\N	\N
\.
copy ct(a, b) from stdin;
1	bad
\.
copy ct from stdin;
1	x	\N
2	y	55
\.
select * from ct;
