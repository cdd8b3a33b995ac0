/** Takes statements of SQLite apart: everything that its grammar has (sqlite.org/lang.html). */
package io.polywire.dialect.sqlite.internal.syntax;
