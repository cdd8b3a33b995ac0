/** Reads what a SQLite database holds. */
package io.polywire.dialect.sqlite.internal.catalog;
