package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * A parameter of the client's statement.
 *
 * @param number from 1
 * @param type as declared or found from its use
 */
public record BoundParameter(int number, Type type) implements BoundExpression {}
