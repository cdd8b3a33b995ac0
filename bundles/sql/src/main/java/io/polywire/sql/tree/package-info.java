/**
 * The syntax tree: one node type for each construct, whatever dialect it was written in.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.tree;
