/**
 * Types of columns and parameters, and the form in which their values travel.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.type;
