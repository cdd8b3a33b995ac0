/** The PostgreSQL wire, protocol 3.0: framing, state machine, rows, errors (PostgreSQL 15 manual, chapter 55). */
package io.polywire.protocol.postgresql.internal;
