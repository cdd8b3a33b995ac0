/** COPY: the row formats text, CSV and binary, out over a row sink and in over a row source. */
package io.polywire.protocol.postgresql.internal.copy;
