package io.polywire.sql.bound;

import io.polywire.api.function.ScalarFunction;

/**
 * Marks a function of {@link BoundSource.Call} that gives a series of 64-bit integers: from its first argument to its
 * second, both among them, by its third or by 1, upwards or downwards; none if one of them is NULL; an error for a step of
 * 0. A storage that can make such rows itself need not call it, and so holds no more than one of them.
 */
public interface SeriesRows extends ScalarFunction {}
