-- 9.16 json_populate_record: rows within the row that is filled keep their fields
create type nest as (x int, y text);
create type outerrow as (n nest, z int);
select * from json_populate_record(row(row(1,'a'),5)::outerrow, '{"z": 7}');
select * from json_populate_record(row(row(1,'a'),5)::outerrow, '{"n": {"y": "b"}}');
select * from json_populate_record(null::outerrow, '{"n": {"y": "b"}, "z": 3}');
select json_populate_record(row(row(1,'a'),5)::outerrow, '{"n": {"x": 9}}');
select * from jsonb_populate_record(row(row(1,'a'),5)::outerrow, '{"n": null}');
select * from json_populate_recordset(row(row(1,'a'),5)::outerrow, '[{"n": {"x": 2}}, {"z": 8}]');
