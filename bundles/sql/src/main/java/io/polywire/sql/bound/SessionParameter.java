package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * A value of the session: handed over as a parameter behind the client's own, so that plans can be shared and the
 * storage sees a constant.
 *
 * @param value which
 * @param type its type
 */
public record SessionParameter(SessionValue value, Type type) implements BoundExpression {}
