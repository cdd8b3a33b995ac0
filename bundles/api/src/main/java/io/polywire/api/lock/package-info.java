/**
 * Locks that clients ask for by name: advisory ones and those of LOCK TABLE. They hold nothing in a storage; sessions that
 * keep to them keep out of each other's way.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.lock;
