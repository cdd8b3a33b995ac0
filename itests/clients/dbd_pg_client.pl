#!/usr/bin/perl
# DBD::Pg (libpq, prepared statements on the server).
use strict;
use warnings;
use utf8;
use DBI;
use DBD::Pg qw(:pg_types :async);
binmode STDOUT, ':utf8';
$| = 1;

sub check {
    my ($name, $body) = @_;
    if (eval { $body->(); 1 }) { print "ok - $name\n"; return }
    my $why = "$@";
    $why =~ s/\s+/ /g;
    print substr("FAILED - $name: $why", 0, 400), "\n";
}

sub same {
    my ($got, $wanted) = map { defined $_ ? (ref $_ ? join('|', map { defined $_ ? (ref $_ ? "[@$_]" : $_) : 'undef' } @$_) : $_) : 'undef' } @_;
    die "got <$got>, wanted <$wanted>" if $got ne $wanted;
}

sub state_of {
    my ($dbh, $body) = @_;
    eval { $body->(); 1 } and die 'no error';
    return $dbh->state;
}

my %on = (RaiseError => 1, PrintError => 0, AutoCommit => 1, pg_enable_utf8 => 1);
my $dbh = DBI->connect("dbi:Pg:", undef, undef, \%on) or die DBI->errstr;
check 'connects', sub { same(int($dbh->{pg_server_version} / 10000), 15); same($dbh->ping, 1) };
check 'TLS and channel binding', sub { DBI->connect("dbi:Pg:sslmode=require;channel_binding=require", undef, undef, \%on)->disconnect };
check 'wrong password', sub {
    eval { DBI->connect("dbi:Pg:sslmode=disable", 'test', 'wrong', \%on); 1 } and die 'let in';
    die $@ unless $@ =~ /password authentication failed for user "test"/;
};
check 'table', sub {
    $dbh->do('set client_min_messages = warning');
    $dbh->do('drop table if exists perl_t');
    $dbh->do('create table perl_t(id int primary key, t text, n numeric(10,2), b bytea, f float8, a int[], o bool)');
};
check 'inserts and reads with placeholders', sub {
    my $sth = $dbh->prepare('insert into perl_t values (?,?,?,?,?,?,?)');
    $sth->bind_param(4, undef, {pg_type => PG_BYTEA});
    same($sth->execute(1, "ä€😀'\\", '1.5', "\0\xff'", 0.1, [1, undef, 3], 1), 1);
    my $r = $dbh->selectrow_arrayref('select id, t, n, f, o from perl_t where id = ?', undef, 1);
    same($r, [1, "ä€😀'\\", '1.50', '0.1', 1]);
    same($dbh->selectrow_array('select b from perl_t'), "\0\xff'");
    same(($dbh->selectrow_array('select a from perl_t'))[0], [1, undef, 3]);
};
check 'columns of a result', sub {
    my $sth = $dbh->prepare('select id, n, t from perl_t');
    $sth->execute;
    same($sth->{NAME}, [qw(id n t)]);
    same($sth->{pg_type}, [qw(int4 numeric text)]);
    same([@{$sth->{PRECISION}}[1], @{$sth->{SCALE}}[1]], [10, 2]);
    $sth->finish;
};
check 'prepared statements on the server, many runs', sub {
    my $sth = $dbh->prepare('select t from perl_t where id = $1', {pg_server_prepare => 1, pg_prepare_now => 1});
    for (1 .. 30) { $sth->execute(1); same($sth->fetchrow_array, "ä€😀'\\") }
};
check 'named placeholders and typed parameters', sub {
    my $sth = $dbh->prepare('select :a::int + :b::int');
    $sth->bind_param(':a', 40, {pg_type => PG_INT4});
    $sth->bind_param(':b', 2);
    $sth->execute;
    same($sth->fetchrow_array, 42);
};
check 'execute_array', sub {
    my $sth = $dbh->prepare('insert into perl_t(id, t) values (?, ?)');
    same($sth->execute_array({}, [10 .. 109], [map { "v$_" } 10 .. 109]), 100);
    same($dbh->selectrow_array('select count(*) from perl_t'), 101);
};
check 'RETURNING', sub { same($dbh->selectcol_arrayref('insert into perl_t(id) values (200),(201) returning id'), [200, 201]) };
check 'errors with SQLSTATE', sub {
    same(state_of($dbh, sub { $dbh->do('insert into perl_t(id) values (1)') }), '23505');
    same(state_of($dbh, sub { $dbh->do('select 1/0') }), '22012');
    same(state_of($dbh, sub { $dbh->do('select * from nowhere') }), '42P01');
    same(state_of($dbh, sub { $dbh->selectrow_array('select ?::int', undef, 'x') }), '22P02');
};
check 'fields of an error', sub {
    eval { $dbh->do('insert into perl_t(id) values (1)') };
    same($dbh->pg_error_field('constraint'), 'perl_t_pkey');
    same($dbh->pg_error_field('severity'), 'ERROR');
};
check 'transactions and savepoints', sub {
    $dbh->begin_work;
    $dbh->do('insert into perl_t(id) values (300)');
    $dbh->pg_savepoint('s');
    same(state_of($dbh, sub { $dbh->do('insert into perl_t(id) values (300)') }), '23505');
    $dbh->pg_rollback_to('s');
    $dbh->do('insert into perl_t(id) values (301)');
    $dbh->pg_release('s');
    $dbh->commit;
    same($dbh->selectcol_arrayref('select id from perl_t where id >= 300 order by id'), [300, 301]);
    $dbh->begin_work;
    $dbh->do('delete from perl_t');
    $dbh->rollback;
    same($dbh->selectrow_array('select count(*) from perl_t'), 105);
};
check 'cursor', sub {
    $dbh->begin_work;
    $dbh->do('declare c cursor for select id from perl_t where id between 10 and 109 order by id');
    my @got;
    while (1) { my $part = $dbh->selectcol_arrayref('fetch 30 from c'); last unless @$part; push @got, @$part }
    same(\@got, [10 .. 109]);
    $dbh->commit;
};
check 'COPY', sub {
    $dbh->do('copy perl_t(id, t) from stdin');
    $dbh->pg_putcopydata("400\tx\n401\t\\N\n");
    $dbh->pg_putcopyend;
    $dbh->do('copy (select id, t from perl_t where id >= 400 order by id) to stdout csv');
    my ($line, $all) = ('', '');
    $all .= $line while $dbh->pg_getcopydata(\$line) >= 0;
    same($all, "400,x\n401,\n");
};
check 'notifications', sub {
    my $other = DBI->connect("dbi:Pg:", undef, undef, \%on);
    $dbh->do('listen perl_channel');
    $other->do(q{notify perl_channel, 'hello'});
    my $note;
    for (1 .. 100) { last if $note = $dbh->pg_notifies; $dbh->do('select 1') }
    same($note, ['perl_channel', $other->{pg_pid}, 'hello']);
    $other->disconnect;
};
check 'asynchronous query and cancel', sub {
    $dbh->do('select count(*) from generate_series(1,3000) a, generate_series(1,3000) b, generate_series(1,3000) c', {pg_async => PG_ASYNC});
    same($dbh->pg_ready, 0);
    same($dbh->pg_cancel, 1);
    same($dbh->selectrow_array('select 1'), 1);
};
check 'table_info and primary_key_info', sub {
    same(($dbh->tables('', 'public', 'perl_t', 'TABLE'))[0], 'public.perl_t');
    same([$dbh->primary_key('', 'public', 'perl_t')], ['id']);
};
check 'column_info', sub {
    my $sth = $dbh->column_info('', 'public', 'perl_t', '%');
    same([map { $_->{COLUMN_NAME} } @{$sth->fetchall_arrayref({})}], [qw(id t n b f a o)]);
};
check 'a large result', sub {
    my $sum = 0;
    my $sth = $dbh->prepare('select i from generate_series(1, 50000) i');
    $sth->execute;
    while (my ($i) = $sth->fetchrow_array) { $sum += $i }
    same($sum, 1250025000);
};
check 'end', sub { $dbh->do('drop table perl_t'); $dbh->disconnect };
