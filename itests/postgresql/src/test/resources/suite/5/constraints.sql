-- 5.4 constraints: names in errors, SQLSTATE, atomicity
CREATE TABLE p (no int PRIMARY KEY, name text NOT NULL, price numeric CHECK (price > 0), disc numeric CONSTRAINT pos CHECK (disc > 0), CHECK (price > disc));
INSERT INTO p VALUES (1, 'a', 10, 5);
INSERT INTO p VALUES (1, 'b', 10, 5);
INSERT INTO p VALUES (NULL, 'b', 10, 5);
INSERT INTO p VALUES (2, NULL, 10, 5);
INSERT INTO p VALUES (2, 'b', -1, 5);
INSERT INTO p VALUES (2, 'b', 10, -1);
INSERT INTO p VALUES (2, 'b', 10, 11);
INSERT INTO p VALUES (2, 'b', NULL, NULL);
INSERT INTO p VALUES (3, 'c', 9, 8), (4, 'd', 9, 8), (1, 'e', 9, 8);
SELECT * FROM p ORDER BY no;
UPDATE p SET price = 0 WHERE no = 1;
UPDATE p SET no = 2;
UPDATE p SET name = NULL WHERE no = 1;
-- unique: several NULLs are allowed, unless told otherwise
CREATE TABLE u (a int UNIQUE, b int, c int, CONSTRAINT bc UNIQUE (b, c));
INSERT INTO u VALUES (NULL, 1, 1), (NULL, 1, 2), (1, 1, NULL), (2, 1, NULL);
INSERT INTO u VALUES (1, 5, 5);
INSERT INTO u VALUES (9, 1, 2);
CREATE TABLE nnd (a int UNIQUE NULLS NOT DISTINCT);
INSERT INTO nnd VALUES (NULL);
INSERT INTO nnd VALUES (NULL);
-- primary key over two columns
CREATE TABLE pk2 (a int, b text, PRIMARY KEY (a, b));
INSERT INTO pk2 VALUES (1, 'x'), (1, 'y');
INSERT INTO pk2 VALUES (1, 'x');
CREATE TABLE bad (a int PRIMARY KEY, b int PRIMARY KEY);
CREATE TABLE bad (a int, PRIMARY KEY (nosuch));
-- foreign keys
CREATE TABLE parent (id int PRIMARY KEY, v text);
CREATE TABLE child (id int PRIMARY KEY, pid int REFERENCES parent);
INSERT INTO child VALUES (1, 1);
INSERT INTO parent VALUES (1, 'one'), (2, 'two'), (3, 'three');
INSERT INTO child VALUES (1, 1), (2, NULL);
INSERT INTO child VALUES (3, 99);
UPDATE child SET pid = 77 WHERE id = 1;
DELETE FROM parent WHERE id = 1;
UPDATE parent SET id = 10 WHERE id = 1;
DELETE FROM parent WHERE id = 3;
DROP TABLE parent;
CREATE TABLE casc (id int, pid int REFERENCES parent ON DELETE CASCADE ON UPDATE CASCADE);
INSERT INTO casc VALUES (1, 2), (2, 2);
UPDATE parent SET id = 20 WHERE id = 2;
SELECT * FROM casc ORDER BY id;
DELETE FROM parent WHERE id = 20;
SELECT count(*) AS n FROM casc;
INSERT INTO parent VALUES (5, 'five'), (6, 'six'), (7, 'seven');
CREATE TABLE setnull (id int, pid int REFERENCES parent ON DELETE SET NULL);
CREATE TABLE setdef (id int, pid int DEFAULT 6 REFERENCES parent ON DELETE SET DEFAULT);
INSERT INTO setnull VALUES (1, 5);
INSERT INTO setdef VALUES (1, 7);
DELETE FROM parent WHERE id IN (5, 7);
SELECT s.pid, d.pid AS dpid FROM setnull s, setdef d;
CREATE TABLE restr (id int, pid int REFERENCES parent ON DELETE RESTRICT);
INSERT INTO restr VALUES (1, 6);
DELETE FROM parent WHERE id = 6;
CREATE TABLE badfk (a int REFERENCES nosuch);
CREATE TABLE badfk (a int REFERENCES parent (v));
CREATE TABLE badfk (a text REFERENCES parent);
-- deferrable
CREATE TABLE dchild (id int, pid int REFERENCES parent DEFERRABLE INITIALLY DEFERRED);
BEGIN;
INSERT INTO dchild VALUES (1, 100);
INSERT INTO parent VALUES (100, 'later');
COMMIT;
BEGIN;
INSERT INTO dchild VALUES (2, 200);
COMMIT;
SELECT * FROM dchild;
-- self-reference
CREATE TABLE tree (id int PRIMARY KEY, up int REFERENCES tree);
INSERT INTO tree VALUES (2, 1), (1, NULL);
DELETE FROM tree WHERE id = 1;
DELETE FROM tree;
-- exclusion is refused or right
CREATE TABLE ex (a int, EXCLUDE USING btree (a WITH =));
