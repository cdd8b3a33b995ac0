/**
 * Settings of sessions (PostgreSQL's SET and SHOW, MySQL's system variables): what a dialect says of them. The router
 * keeps their values.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.sql.setting;
