/**
 * COPY's row formats: text, CSV and binary, out as a row sink and in as a row source (PostgreSQL 15 manual, COPY). The
 * message flow around them waits for the api to announce a COPY statement.
 */
package io.polywire.protocol.postgresql.internal.copy;
