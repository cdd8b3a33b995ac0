/**
 * Rights on what a database holds: what was granted, and what a statement needs.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.right;
