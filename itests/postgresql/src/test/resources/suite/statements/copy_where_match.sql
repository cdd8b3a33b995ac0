-- COPY FROM with WHERE, which sees each row as it would be in the table, and with HEADER MATCH.
CREATE TABLE cw (id int, v varchar(3), n numeric(5,2), d int DEFAULT 7, g int GENERATED ALWAYS AS (id * 2) STORED, s text DEFAULT 'a' || 'b');
COPY cw (id, v, n) FROM STDIN WHERE id > 1;
1	abc	1.234
2	abc	1.235
3	\N	\N
\.
COPY cw (id, v, n) FROM STDIN WHERE n = 1.24 AND v = 'abc';
10	abc	1.236
11	abc	1.234
\.
COPY cw (id, v, n) FROM STDIN WHERE id > 100;
12	abcd	1
\.
COPY cw (id) FROM STDIN WHERE d = 7 AND v IS NULL AND s = 'ab';
20
\.
COPY cw (id) FROM STDIN WHERE cw.id = 21 OR public.cw.id = 22;
20
21
22
\.
COPY cw (id) FROM STDIN WHERE NULL;
30
\.
COPY cw (id) FROM STDIN WITH (FORMAT csv) WHERE id % 2 = 0 AND id < 45;
40
41
42
46
\.
COPY cw (id) FROM STDIN WHERE 1 / (id - 50) > 0;
49
50
\.
COPY cw (id) FROM STDIN WHERE id BETWEEN 49 AND 50 OR d <> 7 OR lower('A') = 'b' OR random() < 0;
48
49
50
\.
COPY cw (id) FROM STDIN WHERE g > 3;
1
\.
COPY cw (id) FROM STDIN WHERE EXISTS (SELECT 1);
1
\.
COPY cw (id) FROM STDIN WHERE count(*) > 1;
1
\.
COPY cw (id) FROM STDIN WHERE row_number() OVER () > 1;
1
\.
COPY cw (id) FROM STDIN WHERE nosuch > 1;
1
\.
COPY cw (id) FROM STDIN WHERE x.id > 1;
1
\.
COPY cw (id) FROM STDIN WHERE id;
1
\.
COPY cw (id) FROM STDIN WHERE id > 'x';
1
\.
COPY cw TO STDOUT WHERE id > 1;
SELECT id, v, n, d, g, s FROM cw ORDER BY id;
DROP TABLE cw;
CREATE TABLE hm (a int, b text, "C x" int);
COPY hm FROM STDIN WITH (HEADER MATCH);
a	b	C x
1	x	2
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
a,b,"C x"
2,y,3
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER 'MATCH');
a,"b",C x
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
a,b
2,y,3
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
a,b,c x
2,y,3
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
a,,C x
2,y,3
\.
COPY hm FROM STDIN WITH (HEADER match);
a	\N	C x
\.
COPY hm (b, a) FROM STDIN WITH (HEADER match);
b	a
q	7
\.
COPY hm (b, a) FROM STDIN WITH (HEADER match);
a	b
q	7
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
a,b,"C x",d
2,y,3
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
A,b,"C x"
2,y,3
\.
COPY hm FROM STDIN WITH (FORMAT csv, HEADER match);
\.
COPY hm TO STDOUT WITH (HEADER match);
COPY hm TO STDOUT WITH (HEADER matching);
SELECT * FROM hm ORDER BY a, b;
DROP TABLE hm;
