/** Tables that other programs made: what their declarations mean, and how their values are read and written. */
package io.polywire.dialect.sqlite.internal.foreign;
