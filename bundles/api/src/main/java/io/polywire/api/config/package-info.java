/**
 * How values of a configuration are checked, the same way and with the same words in every bundle.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.config;
