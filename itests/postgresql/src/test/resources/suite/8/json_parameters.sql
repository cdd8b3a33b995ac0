-- Values of json, jsonb, name and enumerations are read by the input functions of their types, whichever way they come.
CREATE TYPE jp_mood AS ENUM ('sad', 'ok');
CREATE TABLE jp (id int, j json, b jsonb, n name, e jp_mood, ja json[], ba jsonb[]);
--$ {"b":1,"aa":2,"a":[ 1 , 1e2, -0.0, 1.50],"b":3}
INSERT INTO jp (id, b) VALUES (1, $1) RETURNING b;
--$ {"b":1,"aa":2,"a":[ 1 , 1e2, -0.0, 1.50],"b":3}
INSERT INTO jp (id, j) VALUES (2, $1) RETURNING j;
--$ {bad
INSERT INTO jp (id, b) VALUES (3, $1);
--$ {bad
INSERT INTO jp (id, j) VALUES (3, $1);
--$ {"a": 1
INSERT INTO jp (id, b) VALUES (3, $1);
--$ [1,]
INSERT INTO jp (id, j) VALUES (3, $1);
--$ "\u0000"
INSERT INTO jp (id, b) VALUES (3, $1);
--$ "\u0000"
INSERT INTO jp (id, j) VALUES (3, $1) RETURNING j;
--$ "\ud800"
INSERT INTO jp (id, b) VALUES (3, $1);
--$ 1e200000
INSERT INTO jp (id, b) VALUES (3, $1);
--$ {"x":NaN}
INSERT INTO jp (id, b) VALUES (3, $1);
--$ {bad
SELECT * FROM jp WHERE b @> $1 AND false;
--$ {bad
SELECT $1::jsonb;
--$ [1,2 , 3]
SELECT $1::jsonb, $1::jsonb -> 0;
--$ {"{\"a\":1,\"a\":2}",NULL,"[1 , 2]"}
INSERT INTO jp (id, ba) VALUES (4, $1) RETURNING ba;
--$ {"{\"a\":1,\"a\":2}",NULL,"[1 , 2]"}
INSERT INTO jp (id, ja) VALUES (4, $1) RETURNING ja;
--$ {"{bad"}
INSERT INTO jp (id, ba) VALUES (4, $1);
--$ {"{bad"}
INSERT INTO jp (id, ja) VALUES (4, $1);
--$ xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx
INSERT INTO jp (id, n) VALUES (5, $1) RETURNING n, length(n::text);
--$ éééééééééééééééééééééééééééééééééééééééééé
INSERT INTO jp (id, n) VALUES (5, $1) RETURNING n, length(n::text);
--$ ok
INSERT INTO jp (id, e) VALUES (6, $1) RETURNING e;
--$ happy
INSERT INTO jp (id, e) VALUES (6, $1);
--$ happy
SELECT count(*) FROM jp WHERE e = $1;
PREPARE jp_p AS INSERT INTO jp (id, b, n, e) VALUES ($1, $2, $3, $4) RETURNING b, n, e;
EXECUTE jp_p(7, '{"a":1,"a":[ ]}', 'yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy', 'sad');
EXECUTE jp_p(7, '{"a":1', 'y', 'sad');
EXECUTE jp_p(7, '1', 'y', 'mad');
DEALLOCATE jp_p;
COPY jp (id, j, b, n, e) FROM STDIN;
8	{"a":1,"a":2}	{"a":1,"a":2}	zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz	ok
\.
COPY jp (id, j, b, n, e) FROM STDIN;
9	[1]	{bad	n	sad
\.
COPY jp (id, j, b, n, e) FROM STDIN;
9	{bad	1	n	sad
\.
COPY jp (id, j, b, n, e) FROM STDIN;
9	1	1	n	mad
\.
COPY jp (id, j, b, n, e) FROM STDIN (FORMAT csv);
10,1,"{""b"":1, ""a"":2}",n,sad
11,1,{bad,n,sad
\.
COPY jp (id, b) FROM STDIN (FORMAT csv);
12,"{""b"":1, ""a"":2}"
\.
SELECT id, j, b, n, e, ja, ba FROM jp ORDER BY id;
SELECT E'a\vb', E'\v' = 'v', length(E'\v\a\e');
DROP TABLE jp;
DROP TYPE jp_mood;
