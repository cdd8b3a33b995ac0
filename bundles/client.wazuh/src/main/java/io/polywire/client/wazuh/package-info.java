/**
 * Clients of Wazuh-db: its socket ({@link io.polywire.client.wazuh.WazuhDbConnection}, {@link
 * io.polywire.client.wazuh.AsyncWazuhDbConnection}) and its HTTP interface ({@link
 * io.polywire.client.wazuh.WazuhDbHttpClient}). They need no OSGi.
 */
@Export
@Version("0.1.0")
package io.polywire.client.wazuh;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
