// node: pg (with pg-cursor, pg-query-stream, pg-copy-streams where they are installed) and postgres.
'use strict';
const fs = require('fs');
const assert = require('assert').strict;

async function check(name, body) {
    try {
        await body();
        console.log(`ok - ${name}`);
    } catch (e) {
        console.log(`FAILED - ${name}: ${e.name} ${e.code || ''} ${String(e.message).replace(/\s+/g, ' ')}`.slice(0, 400));
    }
}

function optional(name) {
    try {
        return require(name);
    } catch (e) {
        if (e.code !== 'MODULE_NOT_FOUND' && e.code !== 'ERR_PACKAGE_PATH_NOT_EXPORTED') throw e;
        console.log(`skipped - ${name} is not installed`);
        return null;
    }
}

async function pgChecks(pg) {
    const client = new pg.Client();
    await check('pg: connects', () => client.connect());
    const one = async (text, ...values) => Object.values((await client.query(text, values)).rows[0])[0];
    await check('pg: TLS with the certificate checked', async () => {
        const ca = fs.readFileSync(process.env.PGROOTCERT, 'utf8');
        const tls = new pg.Client({ssl: {ca, checkServerIdentity: () => undefined}});
        await tls.connect();
        assert.equal((await tls.query('select 1 as a')).rows[0].a, 1);
        await tls.end();
    });
    await check('pg: wrong password', async () => {
        const wrong = new pg.Client({password: 'wrong'});
        await assert.rejects(wrong.connect(), {code: '28P01', message: 'password authentication failed for user "test"'});
    });
    await check('pg: table', async () => {
        await client.query('set client_min_messages = warning; drop table if exists np');
        await client.query('create table np(id int primary key, t text, n numeric, b bytea, ts timestamptz, a int[])');
    });
    await check('pg: inserts and reads all types', async () => {
        const ts = new Date('2024-02-29T12:30:01.005Z');
        const r = await client.query('insert into np values ($1,$2,$3,$4,$5,$6)', [1, 'ä€😀', '1.50', Buffer.from([0, 255]), ts, [1, null, 3]]);
        assert.equal(r.rowCount, 1);
        assert.equal(r.command, 'INSERT');
        assert.deepEqual((await client.query('select * from np')).rows, [{id: 1, t: 'ä€😀', n: '1.50', b: Buffer.from([0, 255]), ts, a: [1, null, 3]}]);
    });
    await check('pg: fields of a result', async () => {
        const r = await client.query({text: 'select id, t from np', rowMode: 'array'});
        assert.deepEqual(r.fields.map((f) => [f.name, f.dataTypeID, f.columnID]), [['id', 23, 1], ['t', 25, 2]]);
        assert.deepEqual(r.rows, [[1, 'ä€😀']]);
    });
    await check('pg: several statements', async () => {
        const r = await client.query('select 1 as a; select 2 as b');
        assert.deepEqual(r.map((x) => x.rows[0]), [{a: 1}, {b: 2}]);
    });
    await check('pg: named prepared statements', async () => {
        for (let i = 0; i < 5; i++) {
            const r = await client.query({name: 'by-id', text: 'select t from np where id = $1', values: [1]});
            assert.equal(r.rows[0].t, 'ä€😀');
        }
    });
    await check('pg: binary results', async () => {
        const r = await client.query({text: 'select 7::int4 as a, 1.5::float8 as b, true as c', values: [], binary: true});
        assert.deepEqual(r.rows, [{a: 7, b: 1.5, c: true}]);
    });
    await check('pg: json', async () => assert.deepEqual(await one('select $1::json', {a: [1, null]}), {a: [1, null]}));
    await check('pg: errors and their fields', async () => {
        await assert.rejects(client.query('insert into np(id) values (1)'), {code: '23505', constraint: 'np_pkey', table: 'np', schema: 'public', severity: 'ERROR'});
        await assert.rejects(client.query('select nix'), {code: '42703', position: '8'});
        await assert.rejects(client.query('select 1/$1::int', [0]), {code: '22012'});
        assert.equal(await one('select 1'), 1);
    });
    await check('pg: transactions and savepoints', async () => {
        await client.query('begin');
        await client.query('insert into np(id) values (2)');
        await client.query('savepoint s');
        await assert.rejects(client.query('insert into np(id) values (2)'), {code: '23505'});
        await assert.rejects(client.query('select 1'), {code: '25P02'});
        await client.query('rollback to s');
        await client.query('commit');
        assert.equal(await one('select count(*)::int from np'), 2);
    });
    await check('pg: queries one behind the other', async () => {
        const got = await Promise.all(Array.from({length: 200}, (_, i) => one('select $1::int', i)));
        assert.deepEqual(got, Array.from({length: 200}, (_, i) => i));
    });
    await check('pg: notifications', async () => {
        const other = new pg.Client();
        await other.connect();
        await client.query('listen np_channel');
        const heard = new Promise((resolve) => client.once('notification', resolve));
        await other.query("notify np_channel, 'hello'");
        const note = await heard;
        assert.deepEqual([note.channel, note.payload, note.processId], ['np_channel', 'hello', other.processID]);
        await other.end();
    });
    await check('pg: notices', async () => {
        const heard = new Promise((resolve) => client.once('notice', resolve));
        await client.query('set client_min_messages = notice; drop table if exists np_no_such');
        assert.equal((await heard).message, 'table "np_no_such" does not exist, skipping');
    });
    await check('pg: a large result', async () => {
        const r = await client.query("select i, repeat('x', 50) as t from generate_series(1, 50000) i");
        assert.equal(r.rows.reduce((sum, x) => sum + x.i, 0), 1250025000);
    });
    await check('pg: query_timeout and what comes after', async () => {
        const slow = new pg.Client({statement_timeout: 200});
        await slow.connect();
        await assert.rejects(slow.query('select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c'), {code: '57014'});
        assert.equal((await slow.query('select 1 as a')).rows[0].a, 1);
        await slow.end();
    });
    await check('pg: a pool', async () => {
        const pool = new pg.Pool({max: 5});
        const got = await Promise.all(Array.from({length: 50}, (_, i) => pool.query('select $1::int as a', [i])));
        assert.deepEqual(got.map((r) => r.rows[0].a), Array.from({length: 50}, (_, i) => i));
        await pool.end();
    });
    const Cursor = optional('pg-cursor');
    if (Cursor) {
        await check('pg-cursor', async () => {
            const cursor = client.query(new Cursor('select i from generate_series(1, $1) i', [250]));
            let sum = 0;
            for (let rows = await cursor.read(100); rows.length; rows = await cursor.read(100)) {
                sum += rows.reduce((s, r) => s + r.i, 0);
            }
            assert.equal(sum, 31375);
            await cursor.close();
        });
    }
    const QueryStream = optional('pg-query-stream');
    if (QueryStream) {
        await check('pg-query-stream', async () => {
            let sum = 0;
            for await (const row of client.query(new QueryStream('select i from generate_series(1, $1) i', [10000], {batchSize: 100}))) sum += row.i;
            assert.equal(sum, 50005000);
        });
    }
    const copy = optional('pg-copy-streams');
    if (copy) {
        const {pipeline} = require('stream/promises');
        const {Readable} = require('stream');
        await check('pg-copy-streams', async () => {
            const lines = Array.from({length: 5000}, (_, i) => `${i + 100}\tcopied ${i}\n`);
            await pipeline(Readable.from(lines), client.query(copy.from('copy np(id, t) from stdin')));
            const parts = [];
            for await (const part of client.query(copy.to('copy (select id, t from np where id >= 100 order by id limit 2) to stdout csv'))) parts.push(part);
            assert.equal(Buffer.concat(parts).toString(), '100,copied 0\n101,copied 1\n');
            assert.equal(await one('select count(*)::int from np where id >= 100'), 5000);
        });
    }
    await check('pg: end', async () => {
        await client.query('drop table np');
        await client.end();
    });
}

async function postgresChecks(postgres) {
    const sql = postgres({max: 4, onnotice: () => {}});
    await check('postgres: connects', async () => assert.equal((await sql`select 1 as a`)[0].a, 1));
    await check('postgres: table', async () => {
        await sql`drop table if exists pj`;
        await sql`create table pj(id int primary key, t text, n numeric, ts timestamptz, a int[])`;
    });
    await check('postgres: inserts of many and reads', async () => {
        const rows = Array.from({length: 100}, (_, i) => ({id: i, t: `t${i}`}));
        assert.equal((await sql`insert into pj ${sql(rows, 'id', 't')}`).count, 100);
        const ids = [3, 5];
        assert.deepEqual([...(await sql`select id, t from pj where id = any(${ids}) order by id`)], [{id: 3, t: 't3'}, {id: 5, t: 't5'}]);
    });
    await check('postgres: types', async () => {
        const ts = new Date('2024-02-29T12:30:01.005Z');
        const [r] = await sql`select ${ts}::timestamptz as ts, ${[1, 2]}::int[] as a, ${Buffer.from([1, 255])}::bytea as b, ${true}::bool as c, ${null}::text as d`;
        assert.deepEqual({...r}, {ts, a: [1, 2], b: Buffer.from([1, 255]), c: true, d: null});
    });
    await check('postgres: transactions and savepoints', async () => {
        await sql.begin(async (t) => {
            await t`insert into pj(id) values (1000)`;
            await t.savepoint((s) => s`insert into pj(id) values (1000)`).catch((e) => assert.equal(e.code, '23505'));
            await t`insert into pj(id) values (1001)`;
        });
        assert.equal((await sql`select id from pj where id >= 1000`).length, 2);
    });
    await check('postgres: a failed transaction', async () => {
        await assert.rejects(sql.begin(async (t) => { await t`insert into pj(id) values (2000)`; await t`select 1/0`; }), {code: '22012'});
        assert.equal((await sql`select id from pj where id = 2000`).length, 0);
    });
    await check('postgres: cursor', async () => {
        let sum = 0;
        await sql`select i from generate_series(1, 1000) i`.cursor(100, (rows) => { sum += rows.reduce((s, r) => s + r.i, 0); });
        assert.equal(sum, 500500);
    });
    await check('postgres: pipelined queries', async () => {
        const got = await Promise.all(Array.from({length: 300}, (_, i) => sql`select ${i}::int as a`));
        assert.deepEqual(got.map((r) => r[0].a), Array.from({length: 300}, (_, i) => i));
    });
    await check('postgres: describe', async () => {
        const d = await sql`select id, t from pj where id = ${1}`.describe();
        assert.deepEqual([d.types, d.columns.map((c) => c.name)], [[23], ['id', 't']]);
    });
    await check('postgres: COPY', async () => {
        const {pipeline} = require('stream/promises');
        const {Readable} = require('stream');
        await pipeline(Readable.from(['5000\tx\n', '5001\ty\n']), await sql`copy pj(id, t) from stdin`.writable());
        const parts = [];
        for await (const part of await sql`copy (select id, t from pj where id >= 5000 order by id) to stdout`.readable()) parts.push(part);
        assert.equal(Buffer.concat(parts).toString(), '5000\tx\n5001\ty\n');
    });
    await check('postgres: listen and notify', async () => {
        let hear;
        const heard = new Promise((resolve) => { hear = resolve; });
        await sql.listen('pj_channel', hear);
        await sql.notify('pj_channel', 'hello');
        assert.equal(await heard, 'hello');
    });
    await check('postgres: cancel', async () => {
        const query = sql`select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c`.execute();
        setTimeout(() => query.cancel(), 500);
        await assert.rejects(query, {code: '57014'});
    });
    await check('postgres: errors', async () => {
        await assert.rejects(sql`insert into pj(id) values (1)`, {code: '23505', constraint_name: 'pj_pkey', table_name: 'pj'});
    });
    await check('postgres: end', async () => {
        await sql`drop table pj`;
        await sql.end({timeout: 5});
    });
}

(async () => {
    const pg = optional('pg');
    if (pg) await pgChecks(pg);
    const postgres = optional('postgres');
    if (postgres) await postgresChecks(postgres);
    process.exit(0);
})();
