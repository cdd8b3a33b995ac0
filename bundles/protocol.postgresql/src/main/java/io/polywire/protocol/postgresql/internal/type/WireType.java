package io.polywire.protocol.postgresql.internal.type;

import io.polywire.api.type.Type;

/**
 * A type as the wire describes and carries it.
 *
 * @param oid number in pg_type
 * @param length typlen: bytes of a value, negative where it varies
 * @param modifier atttypmod: length, precision and scale; -1 for none
 * @param codec its two forms
 * @param type what the session calls it
 */
public record WireType(int oid, int length, int modifier, TypeCodec codec, Type type) {}
