<?php
// PHP: PDO's pgsql driver and the pgsql extension.
$failed = 0;
function check(string $name, callable $body): void
{
    try {
        $body();
        echo "ok - $name\n";
    } catch (Throwable $e) {
        echo substr("FAILED - $name: " . get_class($e) . ' ' . preg_replace('/\s+/', ' ', $e->getMessage()), 0, 400), "\n";
    }
}
function same($got, $wanted): void
{
    if ($got !== $wanted) {
        throw new Exception('got ' . json_encode($got) . ', wanted ' . json_encode($wanted));
    }
}
function state(callable $body): string
{
    try {
        $body();
    } catch (PDOException $e) {
        return (string) $e->getCode();
    }
    throw new Exception('no error');
}
$dsn = sprintf('pgsql:host=%s;port=%s;dbname=%s', getenv('PGHOST'), getenv('PGPORT'), getenv('PGDATABASE'));
$on = [PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION];
$db = null;
check('PDO: connects', function () use (&$db, $dsn, $on) {
    $db = new PDO($dsn, getenv('PGUSER'), getenv('PGPASSWORD'), $on);
    same(substr($db->getAttribute(PDO::ATTR_SERVER_VERSION), 0, 2), '15');
});
check('PDO: TLS', function () use ($dsn, $on) {
    same((new PDO("$dsn;sslmode=require", getenv('PGUSER'), getenv('PGPASSWORD'), $on))->query('select 1')->fetchColumn(), 1);
});
check('PDO: wrong password', function () use ($dsn, $on) {
    try {
        new PDO("$dsn;sslmode=disable", 'test', 'wrong', $on);
    } catch (PDOException $e) {
        same(str_contains($e->getMessage(), 'password authentication failed for user "test"'), true);
        return;
    }
    throw new Exception('let in');
});
check('PDO: table', function () use (&$db) {
    $db->exec('set client_min_messages = warning');
    $db->exec('drop table if exists php_t');
    $db->exec('create table php_t(id int primary key, t text, n numeric(10,2), b bytea, o bool, d date)');
});
foreach ([false, true] as $emulated) {
    $how = $emulated ? 'emulated' : 'server-side';
    check("PDO: inserts and reads, $how", function () use (&$db, $emulated) {
        $db->exec('delete from php_t');
        $db->setAttribute(PDO::ATTR_EMULATE_PREPARES, $emulated);
        $s = $db->prepare('insert into php_t values (:id, :t, :n, :b, :o, :d)');
        $bytes = fopen('php://memory', 'r+');
        fwrite($bytes, "\0\xff'\\");
        rewind($bytes);
        $s->bindValue('id', 1, PDO::PARAM_INT);
        $s->bindValue('t', "ä€😀'\\");
        $s->bindValue('n', '1.5');
        $s->bindValue('b', $bytes, PDO::PARAM_LOB);
        $s->bindValue('o', true, PDO::PARAM_BOOL);
        $s->bindValue('d', null, PDO::PARAM_NULL);
        $s->execute();
        same($s->rowCount(), 1);
        $r = $db->query('select * from php_t')->fetch(PDO::FETCH_ASSOC);
        $r['b'] = bin2hex(stream_get_contents($r['b']));
        same($r, ['id' => 1, 't' => "ä€😀'\\", 'n' => '1.50', 'b' => '00ff275c', 'o' => true, 'd' => null]);
    });
}
$db->setAttribute(PDO::ATTR_EMULATE_PREPARES, false);
check('PDO: a statement run many times', function () use (&$db) {
    $s = $db->prepare('insert into php_t(id, t) values (?, ?)');
    for ($i = 10; $i < 60; $i++) {
        $s->execute([$i, "v$i"]);
    }
    $q = $db->prepare('select t from php_t where id = ?');
    for ($i = 10; $i < 60; $i++) {
        $q->execute([$i]);
        same($q->fetchColumn(), "v$i");
    }
});
check('PDO: columns of a result', function () use (&$db) {
    $s = $db->query('select id, t, n from php_t limit 1');
    same(array_map(fn ($i) => [$s->getColumnMeta($i)['name'], $s->getColumnMeta($i)['pgsql:oid']], [0, 1, 2]), [['id', 23], ['t', 25], ['n', 1700]]);
});
check('PDO: native types and tables of columns', function () use (&$db) {
    $s = $db->query('select id, n from php_t limit 1');
    same(array_map(fn ($i) => [$s->getColumnMeta($i)['native_type'], $s->getColumnMeta($i)['table']], [0, 1]), [['int4', 'php_t'], ['numeric', 'php_t']]);
});
check('PDO: errors with SQLSTATE', function () use (&$db) {
    same(state(fn () => $db->exec('insert into php_t(id) values (1)')), '23505');
    same(state(fn () => $db->query('select 1/0')), '22012');
    same(state(fn () => $db->query('select nix')), '42703');
    same(state(fn () => $db->prepare('select ?::int')->execute(['x'])), '22P02');
});
check('PDO: transactions and savepoints', function () use (&$db) {
    $db->beginTransaction();
    $db->exec('insert into php_t(id) values (100)');
    $db->exec('savepoint s');
    same(state(fn () => $db->exec('insert into php_t(id) values (100)')), '23505');
    same(state(fn () => $db->exec('select 1')), '25P02');
    $db->exec('rollback to s');
    same($db->inTransaction(), true);
    $db->commit();
    $db->beginTransaction();
    $db->exec('delete from php_t');
    $db->rollBack();
    same($db->query('select count(*) from php_t')->fetchColumn(), 52);
});
check('PDO: scrolling cursor', function () use (&$db) {
    $db->beginTransaction();
    $s = $db->prepare('select id from php_t order by id', [PDO::ATTR_CURSOR => PDO::CURSOR_SCROLL]);
    $s->execute();
    same($s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_LAST), [100]);
    same($s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_FIRST), [1]);
    same($s->fetch(PDO::FETCH_NUM, PDO::FETCH_ORI_ABS, 3), [11]);
    $s = null;
    $db->commit();
});
check('PDO: COPY', function () use (&$db) {
    same($db->pgsqlCopyFromArray('php_t', ["200\tx\t1.00\t\\N\t\\N\t\\N", "201\t\\N\t\\N\t\\N\t\\N\t\\N"]), true);
    same(array_slice($db->pgsqlCopyToArray('(select id, t from php_t where id >= 200 order by id)'), 0), ["200\tx\n", "201\t\\N\n"]);
});
check('PDO: notifications', function () use (&$db, $dsn, $on) {
    $db->exec('listen php_channel');
    $other = new PDO($dsn, getenv('PGUSER'), getenv('PGPASSWORD'), $on);
    $other->exec("notify php_channel, 'hello'");
    same($db->pgsqlGetNotify(PDO::FETCH_ASSOC, 10000), ['message' => 'php_channel', 'pid' => $other->pgsqlGetPid(), 'payload' => 'hello']);
});
check('PDO: a large result', function () use (&$db) {
    same(array_sum($db->query('select i from generate_series(1, 50000) i')->fetchAll(PDO::FETCH_COLUMN)), 1250025000);
});
$pg = null;
check('pgsql: connects', function () use (&$pg) {
    $pg = pg_connect('');
    same(pg_parameter_status($pg, 'server_encoding'), 'UTF8');
});
check('pgsql: query with parameters, prepared', function () use (&$pg) {
    same(pg_fetch_result(pg_query_params($pg, 'select $1::int + 1', [41]), 0, 0), '42');
    pg_prepare($pg, 'p', 'select t from php_t where id = $1');
    same(pg_fetch_assoc(pg_execute($pg, 'p', [10])), ['t' => 'v10']);
});
check('pgsql: asynchronous query and cancel', function () use (&$pg) {
    pg_send_query($pg, 'select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c');
    same(pg_connection_busy($pg), true);
    same(pg_cancel_query($pg), true);
    same(pg_fetch_result(pg_query($pg, 'select 1'), 0, 0), '1');
});
check('pgsql: field types', function () use (&$pg) {
    $r = pg_query($pg, 'select id, t from php_t');
    same([pg_field_type($r, 0), pg_field_type($r, 1), pg_field_table($r, 0)], ['int4', 'text', 'php_t']);
});
check('PDO: end', fn () => $db->exec('drop table php_t'));
