/**
 * What a database holds, as the analyser sees it: relations, their columns, types and keys.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.catalog;
