# Outer joins with joins, of the queries in the third column of views.tsv, as outer joins one after the other: SQLite works a
# join on the right side out as a whole. What the inner join finds is always there (an object's schema, the sequence of an
# identity), so that both say the same. And what else is quicker here when it is said in another way.
use strict;
use warnings;

my $nested = qr/(\((?:[^()]++|(?1))*\))/;
while (<>) {
    chomp;
    my @f = split /\t/, $_, -1;
    my $out = '';
    while ($f[2] =~ /LEFT JOIN \((\w+) (\w+)\\n\s+JOIN (pg_namespace|pg_sequence) (\w+) ON /g) {
        my ($table, $alias, $with, $its, $start) = ($1, $2, $3, $4, $-[0]);
        my $rest = substr($f[2], $+[0]);
        $rest =~ /^$nested\) ON / or die "a join's condition";
        my ($inner, $length) = ($1, $+[0]);
        my $behind = substr($rest, $length);
        $behind =~ /^$nested/ or die "an outer join's condition";
        my $outer = $1;
        my $end = length($f[2]) - length($behind) + length($outer);
        # what the condition says of the schema it can say of the object
        $outer =~ s/\($its\.nspname <> 'pg_catalog'::name\)/($alias.collnamespace <> 11)/;
        if ($with eq 'pg_sequence') {
            # an inner condition that speaks of the outer table alone stays with it
            $inner =~ /^\(\((.*) AND (\(\w+\.objid = \w+\.seqrelid\)) AND (.*)\)\)$/ or die "a sequence's condition";
            $inner = "($2)";
            $outer = "($outer AND $1 AND $3)";
        }
        die "a condition of two tables: $outer" if $outer =~ /\b$its\./;
        my $joined = "LEFT JOIN $table $alias ON $outer\\n     LEFT JOIN $with $its ON $inner";
        substr($f[2], $start, $end - $start) = $joined;
        pos($f[2]) = $start + length($joined);
    }
    if ($f[1] eq 'key_column_usage') {
        # columns are looked up by what the function that gives rows gives, which is not asked again for each column of the table
        my $column = '( SELECT a.attname FROM pg_attribute a WHERE ((a.attrelid = ss.roid) AND (a.attnum = (ss.x).x)))';
        $f[2] =~ s/\(a\.attname\)::/($column)::/ or die 'the name of a column';
        $f[2] =~ s/FROM pg_attribute a,\\n\s+\(/FROM (/ or die 'columns';
        $f[2] =~ s/\(ss\.roid = a\.attrelid\) AND \(a\.attnum = \(ss\.x\)\.x\) AND \(NOT a\.attisdropped\) AND // or die 'a condition';
        $f[2] =~ s/ss\.roid, a\.attnum,/ss.roid, (ss.x).x,/ or die 'rights on a column';
    }
    if ($f[1] =~ /^(table|routine|udt)_privileges$/) {
        # of each right the names of two roles are looked up, instead of all roles with all roles with all rights
        my $grantee = qr/,\\n\s+\( SELECT pg_authid\.oid,\\n\s+pg_authid\.rolname\\n\s+FROM pg_authid\\n\s+UNION ALL\\n\s+SELECT \(0\)::oid AS oid,\\n\s+'PUBLIC'::name\) grantee\(oid, rolname\)/;
        $f[2] =~ s/,\\n\s+pg_authid u_grantor(?=,)// or die 'who gave a right';
        $f[2] =~ s/$grantee// or die 'who has a right';
        my $of = $f[1] =~ /^(.)/ && {t => 'c', r => 'p', u => 't'}->{$1};
        for my $role ('grantee', 'grantor') {
            my $its = $role eq 'grantor' ? 'u_grantor' : $role;
            $f[2] =~ s/\((?:$its\.oid = $of\.$role|$of\.$role = $its\.oid)\) AND // or die "the condition of $its";
        }
        $f[2] =~ s/\bu_grantor\.oid\b/$of.grantor/g;
        $f[2] =~ s/\bgrantee\.oid\b/$of.grantee/g;
        $f[2] =~ s/\(grantee\.rolname = 'PUBLIC'::name\)/($of.grantee = (0)::oid)/g;
        $f[2] =~ s/\bu_grantor\.rolname\b/pg_get_userbyid($of.grantor)/g;
        my $name = "CASE WHEN ($of.grantee = (0)::oid) THEN 'PUBLIC'::name ELSE pg_get_userbyid($of.grantee) END";
        $f[2] =~ s/\bgrantee\.rolname\b/$name/g;
    }
    print join("\t", @f), "\n";
}
