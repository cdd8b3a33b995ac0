/**
 * Figures that bundles keep and an observer collects (whiteboard).
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.metric;
