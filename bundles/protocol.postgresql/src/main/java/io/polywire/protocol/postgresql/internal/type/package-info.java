/** One class per PostgreSQL type: its text and its binary form, out and in (PostgreSQL 15 manual, chapters 8 and 55). */
package io.polywire.protocol.postgresql.internal.type;
