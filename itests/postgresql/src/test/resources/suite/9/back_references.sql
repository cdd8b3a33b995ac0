-- back references of regular expressions
select 'abab' ~ '(ab)\1', 'aba' ~ '(ab)\1', 'hello' ~ '(.)\1', 'world' ~ '(.)\1', regexp_match('abcabcabc', '((abc)\2)'), regexp_match('aXbXb', '(a|b)X\1'), regexp_matches('aabbc', '(.)\1', 'g');
select regexp_replace('this this is is', '(\w+) \1', '\1', 'g'), regexp_replace('aaabbbc', '(.)\1+', '\1', 'g'), regexp_replace('1-1 2-3 4-4', '(\d)-\1', '<\1>', 'g'), regexp_replace('<b>x</b><i>y</b>', '<(\w+)>(.*?)</\1>', '[\1:\2]', 'g');
select regexp_match('aaaa', '(a+)\1'), regexp_match('aaaaa', '(a+)\1'), regexp_match('aaaaa', '(a+?)\1'), regexp_match('aaaaa', '^(a+?)\1$'), regexp_match('aaaa', '^(a+?)\1+$'), regexp_match('aaaaaa', '^(a+)\1{2}$'), regexp_match('aaaaaaa', '^(aa+?)\1+$'), regexp_match('aaaaaaaaa', '^(aa+?)\1+$');
select regexp_match('xyxyx', '(x)(y)\1\2'), regexp_match('abcdabcd', '(a)(b)(c)(d)\1\2\3\4'), regexp_match('abba', '(a)(b)\2\1'), regexp_match('noon', '(.)(.)\2\1'), regexp_match('racecar', '^(.)(.)(.).\3\2\1$');
select regexp_match('aa bb', '(\w)\1 (\w)\2'), regexp_match('ab ab', '(\w+) \1'), regexp_match('the the cat', '\m(\w+)\M \m\1\M'), regexp_match('the then', '\m(\w+)\M \m\1\M'), regexp_match('the then', '(\w+) \1');
select 'aA' ~ '(a)\1', 'aA' ~* '(a)\1', 'ÄÄ' ~ '(Ä)\1', regexp_match('AbaB', '(ab)\1', 'i'), 'aB' ~* '(a)b\1';
select regexp_match('ab', '(x)?a\1'), regexp_match('a', '(x*)a\1'), regexp_match('xax', '(x*)a\1'), regexp_match('b', '(a)?\1?b'), regexp_match('', '()\1'), regexp_match('aa', '(a)|b\1'), regexp_match('ab', '(?:(a)|b)*\1');
select regexp_match('abaabb', '(a|b)*\1'), regexp_match('aabb', '((.)\2)+'), regexp_match('aabbab', '((.)\2)*'), regexp_match('aabbccd', '^((.)\2)*'), regexp_match('aabbcc', '^(?:(.)\1){3}$'), regexp_match('ababab', '^(?:(a)(b))+\1?'), regexp_match('aab', '(a)\1{0}b');
select regexp_match('abcabc', '(a.*)\1'), regexp_match('abcab', '(a.*?)c\1'), regexp_match('xaayaa', '(a*)y\1'), regexp_match('aaxaaa', '(a*)x\1'), regexp_match('aaaxaa', '(a*)x\1'), regexp_match('abxab', '(a|ab)(b?)x\1\2');
select regexp_split_to_array('a11b22c33d', '(\d)\1'), regexp_count('aabbcd', '(.)\1'), regexp_instr('abccd', '(.)\1'), regexp_substr('abccd', '(.)\1'), regexp_like('abcc', '(.)\1'), substring('say "hi" x' from '(["'']).*\1');
select regexp_match('aXaX', '(?:a(X))\1'), regexp_match('aXX', '(?:a(X))\1'), regexp_match('foo=foo', '(?<x>foo)');
select 'a' ~ '\1';
select 'a' ~ '(a)\2';
select 'aa' ~ '(a\1)';
select 'aa' ~ '\1(a)';
select 'a' ~ '(a)(?=\1)';
select 'aa' ~ '(?:a)\1';
select E'\x08' ~ '^\10$', E'a\x0b' ~ '(a)\13', 'aa' ~ '(a)\8';
select 'abcdefghijkk' ~ '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\11', 'abcdefghijk1' ~ '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)\111';
select '4111111111111111' ~ '(\d)\1{3}', '4123' ~ '(\d)\1{3}', 'aaaa' ~ '^(a)\1{3}$', 'aaa' ~ '^(a)\1{3}$', 'aaaaa' ~ '^(a)\1{1,3}$', 'a' ~ '^(a)\1*$', 'aaaaaaaa' ~ '^(a)\1*?$';
select regexp_match('a b  c', '(\s)\S\1'), regexp_match('aabaab', '(a+)b\1b'), regexp_match('12-12-2012', '(\d+)(-)\1\2'), regexp_match('q1q22q', '(q)(\d)\1(\d)+\1');
create table br(id int, t text);
insert into br values (1, 'abab'), (2, 'abcd'), (3, 'xx'), (4, null);
select id from br where t ~ '(.+)\1$' order by id;
select id, regexp_replace(t, '(.)(.)', '\2\1', 'g') from br order by id;
drop table br;
-- turns that match nothing
select regexp_match('','(a?)*'), regexp_match('b','(a?)*'), regexp_match('','(a)*'), regexp_match('','(a)*\1'), regexp_match('','(a*)*\1'), regexp_match('b','(a?)*b'), regexp_match('b','(a?)*b\1'), regexp_match('b','(a?)*?b\1'), regexp_match('b','(a?)?b\1'), regexp_match('b','(a?){0,2}b\1'), regexp_match('b','(a|){0,2}b\1'), regexp_match('b','(a?)+b\1'), regexp_match('b','(a)?b\1'), regexp_match('b','((a)?)*b\1'), regexp_match('b','((a)?)*b\2'), regexp_match('b','(?:(a?)c?)*b\1'), regexp_match('ab','(a?)*b\1'), regexp_match('aab','(a??)*b\1'), regexp_match('b','(?:(a*)|c)*b\1'), regexp_match('b','(?:c|(a*))*b\1');
select regexp_match('aaabbb','(a*)(b*)\2'), regexp_match('abcabcx','^(.*)\1(x)$'), regexp_match('aabbaabb','(a|aa|b)+?\1'), regexp_match('xaxbxa','(x(a|b))+\2'), regexp_match('mississippi','(.)\1.*(.)\2'), regexp_matches('mississippi','(.)\1','g');
select regexp_match('abab','^(?:(a|b)\1?)+$'), regexp_match('aabb','^(?:(a|b)\1?)+$'), regexp_match('aabb','^((a|b)\2)+$'), regexp_match('aabb','^((a|b)\2?)+?$'), regexp_match('aaaa','(a{1,2}?)\1'), regexp_match('aaaa','(a{1,2})\1'), regexp_match('aaaaaa','(a{2,3}?)\1'), regexp_match('aaaaaa','(a{2,3})\1');
select regexp_match('ab12ab12','([a-z]+)(\d+)\1\2'), regexp_match('"a" ''b''','(["''])(.*?)\1'), regexp_match('<a><b></b></a>','<(\w)>.*</\1>'), regexp_match('<a><b></b></a>','<(\w)>.*?</\1>'), regexp_match('aXbXc','(.)X.X(.)'), regexp_match('foo foo foo','(\w+)( \1)+'), regexp_match('foo foo foo','(\w+)( \1)*?$'), regexp_match('foo foo foo','(\w+)(?: \1){2}');
select regexp_match('12321','^(\d)(\d)\d\2\1$'), regexp_match('1221','^(\d)(\d)\2\1$'), regexp_match('abcba','^(.)(.?)(.?).?\3\2\1$'), regexp_match('aba','^(.)(.?)(.?).?\3\2\1$'), regexp_match('a','^(.)(.?)(.?).?\3\2\1$'), regexp_match('abba','^(.)(.?)(.?).?\3\2\1$');
select regexp_replace('hello  world   x','(\s)\1+','\1','g'), regexp_replace('aabbccdd','(.)\1','\1','g'), regexp_replace('aaa','(a)\1','[\1\1]'), regexp_replace('abcabc','(abc)\1','<\1>',1,1,'i'), regexp_split_to_array('a--b==c','([-=])\1'), regexp_count('aabbccabc','(.)\1',3), regexp_replace('x=1;x=1;y=2','(\w=\d;)\1','\1');
select 'abcabc' ~ '^(abc|ab)(c?)\1\2$', 'ababc' ~ '^(abc|ab)\1c$', regexp_match('ababc','^(ab|abc)\1(c)'), regexp_match('aabaab','^(a*)b\1b?$'), regexp_match('zazb','(z.)\1|z(b)'), regexp_match('abc','(a)|(b)\2'), regexp_match('bb','(a)|(b)\2'), regexp_match('xyz','(x)?(y)?z\1');
select regexp_match('aaaaaaaaaaaaaaaaaaaaaaaa','^(a+)+\1$'), regexp_match('aaaaaaaaaaaaaaaaaaaaab','^(a*)*\1c$'), regexp_match('ab
ab','^(ab)\n\1$'), regexp_match('ab ab','(?i)^(AB) \1$'), regexp_match('AB ab','(?i)^(AB) \1$'), regexp_match('a.a','(\.|a)\.\1'), regexp_match('tt','(?x) ( t ) # comment
 \1');
select regexp_match('abcdabce','(a(b)c)d\1e'), regexp_match('abcdabce','(a(b)(c))d\1e\2?'), regexp_match('aabbaabb','((a)\2(b)\3)\1'), regexp_match('xyxy1','((x)(y))\1\d'), regexp_match('ababab','(?:(ab)\1|ab)ab'), regexp_match('aXa','(a)(?=X)X\1'), regexp_match('aXa','(a)(?!Y)X\1(?!b)'), regexp_match('bXa','(?<!b)(a)|(b)X');
select regexp_match('aab','(a*?)(a*)b\1'), regexp_match('aab','(a*?)(a*?)b\1'), regexp_match('abab','(a.*?b)(.*)\1?'), regexp_match('abcabcabc','(abc){2}\1'), regexp_match('abcabd','(ab(c|d))+\2?'), regexp_match('ababcab','(a(?:b|bc))+?(c?)\1'), regexp_match('aabbb','(a|b)*(\1)'), regexp_match('aabbb','(a|b)*?(\1)'), regexp_match('aabbb','(a|b)*?\1$'), regexp_match('aaa','(a?)*\1'), regexp_match('aaa','(a?){2}\1'), regexp_match('aaa','(a??){2}\1'), regexp_match('','(a?)*\1');
select regexp_match('','(a?)?'), regexp_match('b','(a*)*b'), regexp_match('b','(a*)+b'), regexp_match('aab','(a*)*b'), regexp_match('aab','(a*)+b'), regexp_match('aab','(a?)*b'), regexp_match('aab','(a?)+b'), regexp_match('aab','(a?){2,3}b'), regexp_match('b','(a??)*b'), regexp_match('b','(a|b?)*'), regexp_match('c','(a|b?)*c'), regexp_match('c','(?:(a)|(b?))*c'), regexp_match('c','((a?)(b?))*c'), regexp_match('c','(^)*c'), regexp_match('c','()*c'), regexp_match('c','(a?){0}c'), regexp_match('c','(a?){0,0}c'), regexp_match('ac','(a?)*?c'), regexp_match('ac','(a*?)*c'), regexp_match('ac','(a*?)*?c'), regexp_match('aac','(a*?)+c'), regexp_match('aac','(a|)*c'), regexp_match('aac','(|a)*c'), regexp_match('aac','(|a)+c'), regexp_match('aac','(a??){1,3}c');
-- places within a group do not count where it is referred to; the end of the text is no beginning of a later try
select regexp_match('cacb', '($)*\1'), regexp_match('', '($)*\1'), regexp_match('ab', '(^a|b)\1?'), regexp_match('aab', '((?<=a)a)b|(^a)\2'), regexp_match('abab', '(^ab)\1'), regexp_match('xab ab', '(\mab) \1'), regexp_match('abxabab', '(ab(?!a))x\1a');
select regexp_match('cabbba', 'a{1,2}?c|a*?((a{0,2}(?<=a{1,2}|b*ac)\w|a(a{0,2}a*[^a]+?)?c)((?:\2){1,2}?a?|b{1,2}(?:[^a]+?c|$[ab]{2,})*a{2,}))');
