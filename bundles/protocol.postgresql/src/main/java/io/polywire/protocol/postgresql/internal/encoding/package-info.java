/** Text of clients whose encoding is not UTF-8, converted as PostgreSQL 15 converts it. */
package io.polywire.protocol.postgresql.internal.encoding;
