/**
 * Functions written in Java that a storage calls while it runs a statement: what a dialect means by a function or an
 * operator where the storage's language has nothing that means the same.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.function;
