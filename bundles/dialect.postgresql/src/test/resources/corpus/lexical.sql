# Chapter 4.1: identifiers, constants, operators, special characters, comments.
select 1
select 1.5
select .5
select 1.
select 1e10
select 1.5e-3
select 1E+5
select 00012
select 2147483647
select 2147483648
select 99999999999999999999
select 1a
select 1.5a
select 1e
select 1e+
select 1..2
select 1.2.3
select .
select ..
select $1a
select 0x1F
select 1_000
select 1e5x
select 'a'
select ''
select ''''
select 'it''s'
select 'a\'
select 'a\nb'
select E'a\nb'
select e'\''
select E'\\'
select E'\x41\101\u0041\U00000041'
select E'\uD83D\uDE00'
select E'a''b'
select E'\q'
select E'\uD83D'
select E'\u00g0'
select E'\u12'
select E'\U0011FFFF'
select E'\uDE00'
select E'\u0000'
select U&'d\0061t\+000061'
select U&'d\0061t\+000061' from t
select U&'d!0061t!+000061' UESCAPE '!'
select U&'d!0061t!+000061' UESCAPE '!' from t
select U&'\\'
select U&'\\' from t
select U&'\0061\D83D\DE00'
select U&'\0061\D83D\DE00' from t
select U&"d\0061t"
select U&"d\0061t"  from t
select U&"x!0061" uescape '!'
select U&"x!0061" uescape '!' from t
select U&'\00'
select U&'\D83D'
select U&'a' uescape
select U&'a' uescape 5
select U&'a' uescape '+'
select U&'a' uescape 'ab'
select U&""
select U&'\D83Dx'
select U&'!' uescape ''''
select B'101'
select b'10'
select B''
select X'1F'
select x'ab'
select X''
select B'102'
select X'zz'
select N'abc'
select n''
select b'1''0'
select 'a'␤'b'
select 'a'   ␤  -- comment␤ 'b'
select 'a' 'b'
select 'a' -- c␤'b'
select 'a' /* c */ 'b'
select E'a\n'␤'b\n'
select B'1'␤'0'
select X'1'␤'F'
select $$abc$$
select $a$b$$c$a$
select $$it's$$
select $_x1$a$_x1$
select $$$$
select $a$b$A$ $a$
select $1abc$x$1abc$
select $a b$
select $a$
select $$
select $
select $-$
select a$b$c
select 'abc
select "abc
select "
select '
select /* abc
select /* /* */
select E'abc
select B'1
select X'1
select U&'a
select U&"a
select ""
select $a$ x $b$
select /* a */ 1
select 1 /* /* nested */ */ + 2
select 1 -- x
select /**/1
select 1/**/+/**/2
select 1 --x␤+ 2
select 1+-2
select 1 - -2
select 1--2
select 1=-1
select 1*+1
select 2*-3
select - 5
select +5
select -+5
select - -5
select @-5
select @ -5
select !!5
select 1 !=2
select 1<>2
select 1 ! 2
select 1 !=-2
select 1 <=-1
select 1 @-1
select 1 ~- 1
select 2^-1
select 1#-1
select a<=b
select a>=b
select a=>b
select a:=b
select a:b
select a
select
select b
select a->b
select a->>'x'
select a#>b
select a@>b
select a<@b
select a?b
select a?
select a&&b
select a~*b
select a!~~*b
select a^@b
select a<->b
select a%%b
select a&b
select a#b
select a<<b
select a>>b
select a===b
select a=*b
select 1 @#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@#@# 2
select A
select "A"
select "a""b"
select _a
select a1
select a$1
select é
select "é"
select 日本
select "sel ect"
select "select"
select a."B".c
select é日x
select select
select from
select where
select table
select user
select order
select end
select do
select all
select any
select none
select as
select left
select int
select char
select values
select row
select time
select interval
select coalesce
select between
select current_schema
select normalize
select aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffffgggggggggghhhhhhhhhh
select $1
select $2::int
select $1 + $2
select $0
select $99999
select $1.a
select ($1).a
select $1[1]

;
;;
-- nothing
/* nothing */
select 1;
select 1;;
;select 1
select 1; -- x
select 1 /* x */ ;
select 1 #|
select 1 #|~
select 1 #|!
select 1 #|é
select 1 #|'
select 1 ?|
select 1 ?|~
select 1 ?|!
select 1 ?|é
select 1 ?|'
select 1 `a`|
select 1 `a`|~
select 1 `a`|!
select 1 `a`|é
select 1 `a`|'
select 1 \|
select 1 \|~
select 1 \|!
select 1 \|é
select 1 \|'
select 1 |
select 1 |~
select 1 |!
select 1 |é
select 1 |'
select 1 as x
