-- 6.1 inserting
CREATE TABLE products (product_no int, name text, price numeric);
INSERT INTO products VALUES (1, 'Cheese', 9.99);
INSERT INTO products (product_no, name, price) VALUES (2, 'Bread', 1.99), (3, 'Milk', 2.99);
INSERT INTO products (name, price, product_no) VALUES ('Eggs', 3, 4);
INSERT INTO products (product_no, name) VALUES (5, 'Salt');
INSERT INTO products VALUES (6);
INSERT INTO products (product_no, name, price) VALUES (7, 'Rice', DEFAULT);
INSERT INTO products DEFAULT VALUES;
INSERT INTO products (product_no, name, price) SELECT product_no + 10, name, price * 2 FROM products WHERE product_no <= 2;
SELECT * FROM products ORDER BY product_no;
INSERT INTO products VALUES (1, 'a', 2, 'too many');
INSERT INTO products (product_no, name) VALUES (1);
INSERT INTO products (product_no) VALUES (1, 'x');
INSERT INTO products (nosuch) VALUES (1);
INSERT INTO products (name, name) VALUES ('a', 'b');
INSERT INTO nosuch VALUES (1);
INSERT INTO products VALUES ('x', 'a', 1);
INSERT INTO products VALUES (1, 'a'), (2);
INSERT INTO products VALUES (true, 'a', 1);
INSERT INTO products (name) VALUES (42);
INSERT INTO products (product_no) VALUES (2.6), ('3'), (NULL) RETURNING product_no;
INSERT INTO products (product_no) VALUES (99999999999);
-- 6.2 updating
UPDATE products SET price = 10 WHERE price = 5;
UPDATE products SET price = price * 1.10 WHERE product_no = 1;
SELECT price FROM products WHERE product_no = 1;
UPDATE products SET name = 'Yellow ' || name, price = DEFAULT WHERE product_no = 1;
SELECT * FROM products WHERE product_no = 1;
UPDATE products SET (name, price) = ('both', 7) WHERE product_no = 2 RETURNING *;
UPDATE products SET (name, price) = (SELECT 'sub', 8.5) WHERE product_no = 3 RETURNING *;
UPDATE products SET product_no = product_no + 100 WHERE product_no IN (11, 12) RETURNING product_no, name;
UPDATE products AS p SET name = 'aliased' WHERE p.product_no = 4;
UPDATE products AS p SET p.name = 'x';
UPDATE products SET nosuch = 1;
UPDATE products SET name = 'a', name = 'b';
UPDATE products SET price = 'abc';
UPDATE products SET product_no = 'x'::text;
UPDATE products SET price = 1 WHERE price;
UPDATE products SET price = 1 WHERE nosuch = 1;
-- swap of columns sees the old row
CREATE TABLE sw (a int, b int);
INSERT INTO sw VALUES (1, 2);
UPDATE sw SET a = b, b = a RETURNING a, b;
-- UPDATE FROM
CREATE TABLE newprice (no int, np numeric);
INSERT INTO newprice VALUES (1, 100), (2, 200), (77, 1);
UPDATE products SET price = np FROM newprice WHERE no = product_no;
SELECT product_no, price FROM products WHERE product_no IN (1, 2) ORDER BY 1;
UPDATE products p SET price = n.np + 1 FROM newprice n WHERE n.no = p.product_no RETURNING p.product_no, n.np, price;
-- 6.3 deleting
DELETE FROM products WHERE price = 8.5;
DELETE FROM products USING newprice WHERE no = product_no AND np = 200 RETURNING product_no, np;
DELETE FROM products WHERE product_no IS NULL;
DELETE FROM products WHERE nosuch = 1;
DELETE FROM products p WHERE p.product_no > 100 RETURNING p.product_no AS no;
SELECT product_no FROM products ORDER BY 1;
DELETE FROM products;
SELECT count(*) FROM products;
-- 6.4 RETURNING
CREATE TABLE users (firstname text, lastname text, id serial PRIMARY KEY);
INSERT INTO users (firstname, lastname) VALUES ('Joe', 'Cool') RETURNING id;
INSERT INTO users (firstname, lastname) VALUES ('Ann', 'Bee'), ('Cy', 'Dee') RETURNING id, firstname || ' ' || lastname AS full, users.*;
UPDATE users SET lastname = upper(lastname) WHERE id > 1 RETURNING id, lastname;
DELETE FROM users WHERE id = 1 RETURNING *;
INSERT INTO users VALUES ('x', 'y') RETURNING nosuch;
INSERT INTO users VALUES ('x', 'y') RETURNING count(*);
