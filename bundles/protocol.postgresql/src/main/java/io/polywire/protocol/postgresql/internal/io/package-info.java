/** Bytes: the output buffer, digits, UTF-8. */
package io.polywire.protocol.postgresql.internal.io;
