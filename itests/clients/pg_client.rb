#!/usr/bin/env ruby
# Ruby's pg (libpq): text and binary, pipelines.
require 'pg'

$stdout.sync = true

def check(name)
  yield
  puts "ok - #{name}"
rescue StandardError => e
  puts "FAILED - #{name}: #{e.class} #{e.message.gsub(/\s+/, ' ')}"[0, 400]
end

def same(got, wanted)
  raise "got #{got.inspect}, wanted #{wanted.inspect}" unless got == wanted
end

def fails(kind)
  yield
  raise 'no error'
rescue kind => e
  e
end

c = nil
check('connects') { c = PG.connect; same(c.server_version / 10_000, 15) }
check('TLS and channel binding') do
  tls = PG.connect(sslmode: 'require', channel_binding: 'require')
  same(tls.ssl_in_use?, true)
  tls.close
end
check('wrong password') do
  same(fails(PG::ConnectionBad) { PG.connect(password: 'wrong', sslmode: 'disable') }.message.include?('password authentication failed for user "test"'), true)
end
check('table') do
  c.exec('set client_min_messages = warning; drop table if exists ruby_t')
  c.exec('create table ruby_t(id int primary key, t text, n numeric, b bytea, ts timestamp)')
end
check('inserts and reads') do
  same(c.exec_params('insert into ruby_t(id, t, n) values ($1, $2, $3)', [1, "ä€😀'\\", '1.50']).cmd_tuples, 1)
  same(c.exec('select id, t, n, b from ruby_t').values, [['1', "ä€😀'\\", '1.50', nil]])
end
check('binary parameters and results') do
  c.exec_params('update ruby_t set b = $1', [{ value: "\x00\xFF".b, type: 17, format: 1 }])
  same(c.exec_params('select b, id from ruby_t', [], 1).values, [["\x00\xFF".b, "\x00\x00\x00\x01".b]])
end
check('types by their oids') do
  c.type_map_for_results = PG::BasicTypeMapForResults.new(c)
  same(c.exec("select 1::int8, 1.5::float8, true, date '2024-02-29', null").values, [[1, 1.5, true, Date.new(2024, 2, 29), nil]])
  c.type_map_for_results = PG::TypeMapAllStrings.new
end
check('prepared statements') do
  c.prepare('p', 'select t from ruby_t where id = $1')
  10.times { same(c.exec_prepared('p', [1]).getvalue(0, 0), "ä€😀'\\") }
  d = c.describe_prepared('p')
  same([d.paramtype(0), d.fname(0), d.ftype(0)], [23, 't', 25])
end
check('errors and their fields') do
  e = fails(PG::UniqueViolation) { c.exec('insert into ruby_t(id) values (1)') }
  same([e.result.error_field(PG::PG_DIAG_SQLSTATE), e.result.error_field(PG::PG_DIAG_CONSTRAINT_NAME)], %w[23505 ruby_t_pkey])
  fails(PG::DivisionByZero) { c.exec('select 1/0') }
end
check('transactions') do
  fails(PG::SyntaxError) { c.transaction { |t| t.exec('insert into ruby_t(id) values (2)'); t.exec('selekt') } }
  same(c.exec('select count(*) from ruby_t').getvalue(0, 0), '1')
  c.transaction { |t| t.exec('insert into ruby_t(id) values (2)') }
  same(c.transaction_status, PG::PQTRANS_IDLE)
end
check('pipeline') do
  c.enter_pipeline_mode
  100.times { |i| c.send_query_params('select $1::int', [i]) }
  c.pipeline_sync
  got = []
  loop do
    r = c.get_result or next
    break if r.result_status == PG::PGRES_PIPELINE_SYNC
    got << r.getvalue(0, 0).to_i
  end
  c.exit_pipeline_mode
  same(got, (0...100).to_a)
end
check('single row mode') do
  c.send_query('select i from generate_series(1, 1000) i')
  c.set_single_row_mode
  same(c.get_result.stream_each_row.sum { |r| r[0].to_i }, 500_500)
  c.get_result
end
check('COPY') do
  c.copy_data('copy ruby_t(id, t) from stdin') { 100.times { |i| c.put_copy_data("#{i + 10}\tx#{i}\n") } }
  got = +''
  c.copy_data('copy (select id, t from ruby_t where id >= 10 order by id limit 2) to stdout csv') { while (line = c.get_copy_data) do got << line end }
  same(got, "10,x0\n11,x1\n")
end
check('notifications') do
  c.exec('listen ruby_channel')
  other = PG.connect
  other.exec("notify ruby_channel, 'hello'")
  got = nil
  c.wait_for_notify(10) { |channel, pid, payload| got = [channel, pid, payload] }
  same(got, ['ruby_channel', other.backend_pid, 'hello'])
end
check('cancel') do
  c.send_query('select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c')
  same(c.cancel, nil)
  fails(PG::QueryCanceled) { c.get_last_result }
end
check('end') { c.exec('drop table ruby_t'); c.close }
