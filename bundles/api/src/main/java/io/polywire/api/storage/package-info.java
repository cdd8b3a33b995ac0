/**
 * Where databases live and how statements run there: databases, leases, cursors, capabilities. The router is the only
 * caller; wires never see these types.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.storage;
