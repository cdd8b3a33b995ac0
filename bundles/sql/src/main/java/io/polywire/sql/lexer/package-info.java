/**
 * What the lexers of all dialects have in common.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.lexer;
