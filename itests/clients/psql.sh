#!/usr/bin/env bash
# psql and pgbench: what they print, compared with what they print on PostgreSQL 15.
set -u
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export PSQLRC=/dev/null PAGER=cat LC_ALL=C.UTF-8

# check NAME WANTED COMMAND...: the command's output, errors included, is what is wanted.
check() {
    local name=$1 wanted=$2 got
    shift 2
    got=$("$@" 2>&1)
    if [[ $got == "$wanted" ]]; then
        echo "ok - $name"
    else
        echo "FAILED - $name: $(diff <(echo "$wanted") <(echo "$got") | head -20 | tr '\n' '~')"
    fi
}

quiet() { psql -X -q -At "$@"; }
input() { psql -X -At -v VERBOSITY=verbose; }
refused() { PGSSLMODE=disable "$@" 2>&1 | sed -E 's/.*FATAL: +//' | head -1; }

check "connects with SCRAM" 1 quiet -c "select 1"
check "refuses a wrong password" 'password authentication failed for user "test"' \
    refused env PGPASSWORD=wrong psql -X -c "select 1"
check "answers an unknown user as a wrong password" 'password authentication failed for user "nobody"' \
    refused env PGUSER=nobody PGPASSWORD=wrong psql -X -c "select 1"
check "refuses an unknown database" 'database "nowhere" does not exist' refused psql -X -d nowhere -c "select 1"
check "TLS" 't' quiet -d "sslmode=require" -c "\\pset footer off" -c "select 'on' = 'on'"
check "TLS with the certificate checked" 1 quiet -d "sslmode=verify-ca sslrootcert=$PGROOTCERT" -c "select 1"
check "channel binding" 1 quiet -d "sslmode=require channel_binding=require" -c "select 1"
check "channel binding needs TLS" refused \
    bash -c 'psql -X -d "sslmode=disable channel_binding=require" -c "select 1" >/dev/null 2>&1 && echo served || echo refused'
# Certificates and tokens: where the server was started for it.
if [[ -n ${PGACCESSPORT:-} ]]; then
    access() {
        env -u PGPASSWORD -u PGUSER PGPASSWORD="$1" psql -X -q -At \
            -d "host=$2 hostaddr=127.0.0.1 port=$PGACCESSPORT dbname=main sslmode=verify-full sslrootcert=$PGPKI/ca.crt user=$3 $4" \
            -c "select current_user" 2>&1 | sed -E 's/^.*(FATAL|failed): +//' | head -1
    }
    certificate() { echo "sslcert=$PGPKI/$1.crt sslkey=$PGPKI/$1.key"; }
    check "a client's certificate, and verify-full by a CA" alice access - localhost alice "$(certificate alice)"
    check "a certificate of another user" 'certificate authentication failed for user "test"' \
        access - localhost test "$(certificate alice)"
    check "a certificate of a strange authority" refused \
        bash -c "[[ \$(PGPASSWORD=- psql -X -At -d 'host=localhost hostaddr=127.0.0.1 port=$PGACCESSPORT dbname=main user=alice sslmode=require $(certificate forged)' -c 'select 1' 2>/dev/null) == 1 ]] && echo in || echo refused"
    check "verify-full looks at the name" 'server certificate for "localhost" does not match host name "db.example.org"' \
        access "$PGTOKEN" db.example.org alice ""
    check "an opaque token as password" alice access "$PGTOKEN" localhost alice ""
    check "a token that was revoked" 'password authentication failed for user "alice"' access "$PGREVOKED" localhost alice ""
    check "the token of another user" 'password authentication failed for user "test"' access "$PGTOKEN" localhost test ""
    check "a password where tokens are taken too" alice access "of alice" localhost alice ""
fi
check "says that it is encrypted" "SSL connection (protocol: TLSv1.3, cipher: TLS_AES_256_GCM_SHA384, compression: off)" \
    bash -c 'psql -X -d sslmode=require -c "\conninfo" | grep SSL'
check "settings of the start" $'Pacific/Auckland\n3s' \
    env PGTZ=Pacific/Auckland PGOPTIONS="-c statement_timeout=3000" psql -X -At -c "show timezone" -c "show statement_timeout"
check "application_name" "it's me" env "PGAPPNAME=it's me" psql -X -At -c "show application_name"
check "a setting that is not known" 'unrecognized configuration parameter "no_such"' \
    refused env PGOPTIONS="-c no_such=1" psql -X -c "select 1"

check "tables" "" quiet -c "set client_min_messages = warning; drop table if exists psql_t, psql_copy" -c "create table psql_t(id int primary key, t text, n numeric(10,2), d date)" \
    -c "create table psql_copy(id int primary key, t text, n numeric(10,2), d date)"
check "inserts, with their counts" $'INSERT 0 3\nUPDATE 2\nDELETE 1' input <<'X'
insert into psql_t values (1,'one',1.5,'2024-02-29'),(2,null,-0.01,null),(3,'drei ä€😀',99999999.99,'0044-03-15 BC');
update psql_t set n = n + 1 where id < 3;
delete from psql_t where id = 2;
X
check "rows" $'1|one|2.50|2024-02-29\n3|drei ä€😀|99999999.99|0044-03-15 BC' quiet -c "table psql_t order by id"
check "transactions" $'BEGIN\nINSERT 0 1\nSAVEPOINT\nERROR:  23505: duplicate key value violates unique constraint "psql_t_pkey"\nERROR:  25P02: current transaction is aborted, commands ignored until end of transaction block\nROLLBACK\nINSERT 0 1\nCOMMIT\n4' \
    bash -c "psql -X -At -v VERBOSITY=verbose 2>&1 <<'X' | grep -v -e ^DETAIL -e ^SCHEMA -e ^TABLE -e ^CONSTRAINT -e ^LOCATION
begin;
insert into psql_t values (4);
savepoint s;
insert into psql_t values (4);
select 1;
rollback to s;
insert into psql_t values (5);
commit;
select count(*) from psql_t;
X"
check "an error in the middle of several statements undoes all" $'ERROR:  division by zero\n4' \
    quiet -c "insert into psql_t values (6); select 1/0; insert into psql_t values (7)" -c "select count(*) from psql_t"
check "an error's position" $'ERROR:  42703: column "nix" does not exist\nLINE 1: select id, nix from psql_t\n                   ^' \
    bash -c 'psql -X -v VERBOSITY=verbose -c "select id, nix from psql_t" 2>&1 | grep -v ^LOCATION'
check "ON_ERROR_ROLLBACK" $'0\nERROR:  division by zero\n2' \
    quiet -v ON_ERROR_ROLLBACK=on -c begin -c "select 0" -c "select 1/0" -c "select 2" -c commit
check "autocommit off" 4 bash -c 'psql -X -q -At <<X
\set AUTOCOMMIT off
insert into psql_t values (100);
rollback;
select count(*) from psql_t;
X'
check "single transaction" $'ERROR:  division by zero\n4' \
    bash -c 'printf "insert into psql_t values(50);\nselect 1/0;\n" | psql -X -q -1 -v ON_ERROR_STOP=1; psql -X -At -c "select count(*) from psql_t"'
check "\\gdesc" $'id|integer\nt|text\nn|numeric(10,2)\nd|date' bash -c 'echo "select * from psql_t \gdesc" | psql -X -At'
check "\\gdesc of nothing" "The command has no result, or the result has no columns." bash -c 'echo "delete from psql_t \gdesc" | psql -X -At'
check "\\gset" "one 2.50" bash -c 'printf "select t, n from psql_t where id = 1 \\\\gset p_\n\\\\echo :p_t :p_n\n" | psql -X -At'
check "\\gexec" $'1\n2' bash -c 'echo "select '"'select '||i from generate_series(1,2) i"' \gexec" | psql -X -At'
check "\\crosstabview" '1|2|3' bash -c 'echo "select * from (values (1,'"'x',2),(1,'y',3)) v(a,b,c)"' \crosstabview" | psql -X -At'
check "\\errverbose" 'ERROR:  22012: division by zero' bash -c 'printf "select 1/0;\n\\\\errverbose\n" | psql -X -At 2>&1 | grep 22012'
check "several results of one text" $'1\n2' quiet -c "select 1; select 2"
check "an empty statement" "" quiet -c ";;"
check "null shown" $'2\n-' bash -c 'psql -X -q -At -P null=- -c "select 2 union all select null order by 1"'
check "prepared statements" $'PREPARE\n8\nDEALLOCATE\nERROR:  prepared statement "p" does not exist' \
    psql -X -At -c "prepare p(int) as select \$1 + 1" -c "execute p(7)" -c "deallocate p" -c "execute p(1)"
check "cursors" $'1\n2\n1\n4\n5\n5' quiet -c begin \
    -c "declare c scroll cursor for select i from generate_series(1,5) i" -c "fetch 2 from c" -c "fetch prior from c" \
    -c "move 2 from c" -c "fetch all from c" -c "fetch last from c" -c "close c" -c commit
check "FETCH_COUNT" 100000 bash -c 'psql -X -At -v FETCH_COUNT=1000 -c "select i from generate_series(1,100000) i" | wc -l'
check "a large result" 5000050000 bash -c "psql -X -At -c 'select i from generate_series(1,100000) i' | awk '{s+=\$1} END {printf \"%.0f\", s}'"

printf '10\tten\t1.00\t2020-01-01\n11\t\\N\t\\N\t\\N\n' >"$work/lines"
check "\\copy in" "COPY 2" bash -c "psql -X -c '\\copy psql_copy from stdin' <$work/lines"
check "\\copy out" $'10\tten\t1.00\t2020-01-01\n11\t\\N\t\\N\t\\N' psql -X -c '\copy (select * from psql_copy order by id) to stdout'
check "\\copy csv" $'id,t,n,d\n10,ten,1.00,2020-01-01\n11,,,' psql -X -c '\copy (select * from psql_copy order by id) to stdout csv header'
check "\\copy to and from files" $'COPY 2\nCOPY 2\n2' bash -c "psql -X -At -c '\\copy psql_copy to $work/f csv header' -c 'truncate psql_copy' -c '\\copy psql_copy from $work/f csv header' -c 'select count(*) from psql_copy' | grep -v TRUNCATE"
check "COPY binary there and back" $'COPY 2\nCOPY 2\n10|ten|1.00|2020-01-01\n11|||' bash -c "psql -X -At -c '\\copy psql_copy to $work/b binary' -c 'truncate psql_copy' -c '\\copy psql_copy from $work/b binary' -c 'select * from psql_copy order by id' | grep -v TRUNCATE"
check "an error of COPY has its line" $'ERROR:  invalid input syntax for type integer: "x"\nCONTEXT:  COPY psql_copy, line 2, column id: "x"' \
    bash -c "printf '20\ta\t1\t2020-01-01\nx\tb\t1\t2020-01-01\n' | psql -X -c '\\copy psql_copy from stdin'"
check "a failed COPY leaves nothing" 2 quiet -c "select count(*) from psql_copy"

check "notifications" 'Asynchronous notification "ch" with payload "hello" received from server process with PID' \
    bash -c 'psql -X -At -c "listen ch" -c "notify ch, '"'hello'"'" | grep -o "Asynchronous.*PID"'
check "cancel" "ERROR:  canceling statement due to user request" bash -c '
    timeout -s INT 1 psql -X -At -c "select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c" 2>&1 | grep -v Cancel'
check "statement_timeout" "ERROR:  canceling statement due to statement timeout" \
    quiet -c "set statement_timeout = 100" -c "select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c"
check "version" "PostgreSQL 15" bash -c 'psql -X -At -c "select version()" | cut -c1-13'
check "\\dt" "psql_copy" bash -c 'psql -X -At -c "\dt psql_*" | cut -d"|" -f2 | head -1'
check "\\d TABLE" "id|integer||not null|" bash -c 'psql -X -At -c "\d psql_t" | head -1'
check "\\l" "main" bash -c 'psql -X -At -c "\l main" | cut -d"|" -f1 | head -1'
check "\\du" "test" bash -c 'psql -X -At -c "\du test" | cut -d"|" -f1 | head -1'

check "pgbench -i" done bash -c 'pgbench -i -s 1 2>&1 | grep -o ^done | head -1'
for mode in simple extended prepared; do
    check "pgbench select-only $mode" "100/100" bash -c "pgbench -n -S -M $mode -c 2 -t 50 2>&1 | grep -o '100/100'"
    check "pgbench TPC-B $mode" "40/40" bash -c "pgbench -n -M $mode -c 2 -t 20 2>&1 | grep -o '40/40'"
done
check "pgbench balances" t bash -c 'psql -X -At -c "select (select sum(abalance) from pgbench_accounts) = (select sum(tbalance) from pgbench_tellers) and (select sum(abalance) from pgbench_accounts) = (select sum(bbalance) from pgbench_branches) and (select sum(abalance) from pgbench_accounts) = (select sum(delta) from pgbench_history)"'
check "pgbench -C" "20/20" bash -c "pgbench -n -S -C -c 2 -t 10 2>&1 | grep -o '20/20'"
{ echo '\startpipeline'; for i in {1..20}; do echo "select abalance from pgbench_accounts where aid = $i;"; done; echo '\endpipeline'; } >"$work/pipeline"
check "pgbench pipeline" "40/40" bash -c "pgbench -n -M prepared -f $work/pipeline -c 2 -t 20 2>&1 | grep -o '40/40'"
quiet -c "drop table if exists psql_t, psql_copy, pgbench_accounts, pgbench_tellers, pgbench_branches, pgbench_history" 2>/dev/null
exit 0
