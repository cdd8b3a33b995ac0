-- ON CONFLICT with a condition that implies the one of a partial index
create table ict(key int, fruit text);
create unique index both_index_expr_key on ict(key, lower(fruit));
insert into ict values (0,'Crow') on conflict (lower(fruit), key, lower(fruit), key) do nothing;
insert into ict values (0,'Crow') on conflict (lower(fruit), key) do nothing;
create unique index pk on ict(key) where key > 5;
insert into ict values (7,'a') on conflict (key) where key > 10 do nothing;
insert into ict values (7,'a') on conflict (key) where key > 5 do nothing;
insert into ict values (7,'a') on conflict (key) where key > 4 do nothing;
insert into ict values (7,'a') on conflict (key) where key = 7 do nothing;
insert into ict values (7,'a') on conflict (key) where key >= 6 and fruit is not null do update set fruit = 'z' returning *;
insert into ict values (7,'a') on conflict (key, key) where key > 5 do nothing;
create unique index pf on ict(fruit) where key is not null;
insert into ict values (8,'a') on conflict (fruit) where key > 5 do nothing;
create table d(key int unique);
insert into d values (1) on conflict (key,key) do nothing;
