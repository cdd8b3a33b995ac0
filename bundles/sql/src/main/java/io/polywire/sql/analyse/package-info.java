/**
 * From a tree to a statement whose names and types are known. The analyser knows SQL and no dialect: what types,
 * operators, functions and literals are it asks a dialect's {@link io.polywire.sql.analyse.TypeRules}.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.analyse;
