/** What statements of SQLite mean where a file has columns that Polywire keeps in forms of its own. */
package io.polywire.dialect.sqlite.internal.pass;
