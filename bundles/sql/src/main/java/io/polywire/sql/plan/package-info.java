/**
 * Plans, and the cache that keeps them for all sessions.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.plan;
