package io.polywire.sql.bound;

import io.polywire.api.type.Type;

/**
 * A column of a row in FROM.
 *
 * @param source number of the {@link BoundSource} within the statement
 * @param name the column's name in that source
 * @param type its type
 * @param nullable whether NULL can occur
 */
public record BoundColumn(int source, String name, Type type, boolean nullable) implements BoundExpression {}
