/**
 * PostgreSQL 15's types, casts, operators and functions, as far as they are served: what is not here is refused by name.
 * One file for each family.
 */
package io.polywire.dialect.postgresql.internal.rules;
