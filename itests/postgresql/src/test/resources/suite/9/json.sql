-- 9.16 operators
SELECT '[{"a":"foo"},{"b":"bar"},{"c":"baz"}]'::json -> 2 AS a, '[1,2]'::json -> -1 AS b, '{"a": {"b":"foo"}}'::json -> 'a' AS c, '[1,2,3]'::json ->> 2 AS d, '{"a":1,"b":2}'::json ->> 'b' AS e, '{"a": {"b": ["foo","bar"]}}'::json #> '{a,b,1}' AS f, '{"a": {"b": ["foo","bar"]}}'::json #>> '{a,b,1}' AS g, '{"a":null}'::json ->> 'a' AS h, '{"a":null}'::json -> 'a' AS i, '{"a":1}'::json -> 'x' AS j, '1'::json -> 'a' AS k;
SELECT '{"a":1, "b":2}'::jsonb @> '{"b":2}'::jsonb AS a, '{"b":2}'::jsonb <@ '{"a":1, "b":2}'::jsonb AS b, '["a", "b"]'::jsonb || '["a", "d"]'::jsonb AS c, '{"a": "b"}'::jsonb || '{"c": "d", "a": 1}'::jsonb AS d, '[1, 2]'::jsonb || '3'::jsonb AS e, '{"a": "b"}'::jsonb || '42'::jsonb AS f, '{"a": "b", "c": "d"}'::jsonb - 'a' AS g, '["a", "b", "c", "b"]'::jsonb - 'b' AS h, '{"a": "b", "c": "d"}'::jsonb - '{a,c}'::text[] AS i, '["a", "b"]'::jsonb - 1 AS j, '["a", {"b":1}]'::jsonb #- '{1,b}' AS k;
SELECT '{"a":1}'::jsonb - 1;
SELECT '5'::jsonb - 'a';
SELECT '[1]'::json || '[2]'::json;
SELECT '1'::json = '1'::json;
SELECT '{"a":[1,2,3,4,5]}'::jsonb @? '$.a[*] ? (@ > 2)' AS a, '{"a":[1,2,3,4,5]}'::jsonb @@ '$.a[*] > 2' AS b;
-- building
SELECT to_json('Fred said "Hi."'::text) AS a, to_jsonb(row(42, 'Fred'::text)) AS b, array_to_json('{{1,5},{99,100}}'::int[]) AS c, json_build_array(1, 2, 'foo', 4, 5, NULL, 1.50) AS d, json_build_object('foo', 1, 2, row(3,'bar')) AS e, jsonb_build_object('b', 1, 'a', true) AS f, json_object('{a, 1, b, "def", c, 3.5}') AS g, json_object('{{a, 1}, {b, "def"}}') AS h, jsonb_object('{a,b}', '{1,2}') AS i, row_to_json(row(1,'foo')) AS j, to_json(timestamp '2020-01-01 12:00') AS k, to_jsonb(1.10) AS l, to_json(ARRAY['x', NULL]) AS m, to_jsonb(date '2020-01-01') AS n;
SELECT json_build_object('a');
SELECT json_build_object(NULL, 1);
SELECT json_object('{a,b,c}');
SELECT row_to_json(t) AS r, to_jsonb(t) AS j FROM (VALUES (1, 'x'), (2, NULL)) AS t(id, name) ORDER BY id;
SELECT json_agg(t ORDER BY id) AS a, jsonb_agg(id ORDER BY id DESC) AS b, json_object_agg(name, id ORDER BY id) AS c, jsonb_object_agg(name, id) AS d FROM (VALUES (1, 'x'), (2, 'y')) AS t(id, name);
SELECT json_agg(x) AS a, jsonb_object_agg('k', x) AS b FROM generate_series(1, 0) x;
-- processing
SELECT * FROM json_array_elements('[1,true, [2,false], null]') AS e;
SELECT * FROM json_array_elements_text('["foo", "bar", null]') AS e;
SELECT json_array_elements('{"a":1}');
SELECT json_array_length('[1,2,3,{"f1":1,"f2":[5,6]},4]') AS a, jsonb_array_length('[]') AS b;
SELECT json_array_length('5');
SELECT * FROM json_each('{"a":"foo", "b":"bar"}') AS e;
SELECT * FROM jsonb_each_text('{"b":"bar", "a":null}') AS e;
SELECT json_extract_path('{"f2":{"f3":1},"f4":{"f5":99,"f6":"foo"}}', 'f4', 'f6') AS a, jsonb_extract_path_text('{"f4":{"f6":"foo"}}', 'f4', 'f6') AS b;
SELECT * FROM json_object_keys('{"f1":"abc","f2":{"f3":"a"}}') AS k;
SELECT * FROM json_to_record('{"a":1,"b":[1,2,3],"c":"bar","e":null}') AS x(a int, b text, c text, d text);
SELECT * FROM jsonb_to_recordset('[{"a":1,"b":"foo"}, {"a":"2","c":"bar"}]') AS x(a int, b text);
SELECT jsonb_set('[{"f1":1,"f2":null},2,null,3]', '{0,f1}', '[2,3,4]', false) AS a, jsonb_set('{"a":1}', '{b}', '2') AS b, jsonb_set('{"a":1}', '{b}', '2', false) AS c, jsonb_set_lax('{"a":1}', '{a}', NULL) AS d, jsonb_insert('{"a": [0,1,2]}', '{a, 1}', '"new"') AS e, jsonb_insert('{"a": [0,1,2]}', '{a, 1}', '"new"', true) AS f;
SELECT jsonb_insert('{"a":1}', '{a}', '2');
SELECT json_strip_nulls('[{"f1":1, "f2":null}, 2, null, 3]') AS a, jsonb_strip_nulls('{"a":{"b":null}}') AS b, jsonb_pretty('[{"f1":1,"f2":null}, 2]') AS c, json_typeof('-123.4') AS d, jsonb_typeof('null') AS e, jsonb_typeof('[]') AS f, json_typeof('"s"') AS g;
SELECT jsonb_path_exists('{"a":[1,2,3,4,5]}', '$.a[*] ? (@ >= $min && @ <= $max)', '{"min":2, "max":4}') AS a, jsonb_path_query_array('{"a":[1,2,3,4,5]}', '$.a[*] ? (@ > 3)') AS b, jsonb_path_query_first('{"a":[1,2]}', '$.a[0]') AS c, jsonb_path_match('{"a":[1,2]}', 'exists($.a[*] ? (@ > 1))') AS d;
SELECT jsonb_path_query('[1, "2", {}]', '$[*].type()') AS t;
