/**
 * Statements whose names and types are known: what the analyser makes of a tree, in terms that belong to no dialect, and
 * what a storage's dialect renders. Immutable.
 *
 * <p>Values travel in the carriers of {@link io.polywire.api.type.TypeKind}; a DECIMAL is decimal text with its scale
 * ("12.30"). Operations mean exactly what {@link io.polywire.sql.bound.Operation} says; whatever a dialect means
 * beyond them is a function that it brings along.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.bound;
