// Runs each ORM that is installed through its schema, queries and introspection, and compares what it gives with what it gave
// on PostgreSQL 15 (orm/NAME.expected).
//   node orm_client.js            prints "ok - NAME: STEP" or "FAILED - NAME: STEP: ..."
//   node orm_client.js --record   writes the expectations; PGPORT is that of a PostgreSQL 15
// Each has a database of its own, made and dropped here.
const fs = require('fs');
const path = require('path');
const { spawnSync } = require('child_process');
const { Client } = require('pg');

const record = process.argv.includes('--record');
const needs = { sequelize: 'sequelize', knex: 'knex', typeorm: 'typeorm', mikroorm: '@mikro-orm/postgresql' };
const port = process.env.PGPORT || '5432';

function installed(name) {
  try {
    require.resolve(needs[name]);
    return true;
  } catch (e) {
    return false;
  }
}

async function database(sql) {
  const c = new Client({ host: '127.0.0.1', port: +port, user: 'test', password: 'test', database: 'main' });
  await c.connect();
  await c.query(sql);
  await c.end();
}

// "STEP VALUE" by line; what a step prints beyond its line belongs to it
function steps(text) {
  const all = new Map();
  let name;
  for (const line of text.split('\n')) {
    const m = /^([a-zA-Z]\w*) (.*)$/.exec(line);
    if (m) {
      name = m[1];
      all.set(name, m[2]);
    } else if (name && line) {
      all.set(name, all.get(name) + '\n' + line);
    }
  }
  return all;
}

(async () => {
  for (const name of Object.keys(needs)) {
    if (!installed(name)) {
      console.log('skipped - ' + name + ' is not installed');
      continue;
    }
    const db = 'orm_' + name;
    await database('DROP DATABASE IF EXISTS ' + db);
    await database('CREATE DATABASE ' + db);
    const run = spawnSync(process.execPath, ['--no-deprecation', path.join(__dirname, 'orm', name + '.js'), port, db],
      { encoding: 'utf8', timeout: 120000, env: { ...process.env, TZ: 'UTC' } });
    await database('DROP DATABASE ' + db);
    const file = path.join(__dirname, 'orm', name + '.expected');
    if (record) {
      fs.writeFileSync(file, run.stdout);
      continue;
    }
    const got = steps(run.stdout);
    for (const [step, value] of steps(fs.readFileSync(file, 'utf8'))) {
      if (got.get(step) === value) {
        console.log('ok - ' + name + ': ' + step);
      } else {
        const seen = got.has(step) ? got.get(step) : 'nothing; ' + run.stderr;
        console.log('FAILED - ' + name + ': ' + step + ': ' + JSON.stringify(seen).slice(0, 400) + ' in place of '
          + JSON.stringify(value).slice(0, 400));
      }
    }
  }
})().catch(e => {
  console.error(e);
  process.exit(1);
});
