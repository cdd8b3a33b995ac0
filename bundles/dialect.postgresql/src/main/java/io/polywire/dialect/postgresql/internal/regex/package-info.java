/**
 * PostgreSQL's regular expressions (section 9.7.3 of the manual): its syntax, and matches by its rules of longest and
 * shortest, in a time that is linear in the text.
 */
package io.polywire.dialect.postgresql.internal.regex;
