/**
 * The JDBC driver for Polywire's r2db2 wire: {@link io.polywire.client.r2db2.R2db2Driver} for {@code DriverManager} and
 * {@link io.polywire.client.r2db2.R2db2DataSource} for everything else. All other types of this bundle are reached
 * through the interfaces of {@code java.sql}.
 */
@Export
@Version("0.1.0")
package io.polywire.client.r2db2;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
