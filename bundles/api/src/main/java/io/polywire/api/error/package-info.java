/**
 * Failures of statements and sessions, independent of any wire, mapped once by each protocol.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.error;
