/** Writes bound statements in SQLite's words. */
package io.polywire.dialect.sqlite.internal.render;
