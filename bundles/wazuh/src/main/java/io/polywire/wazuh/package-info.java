/** What a wire of Wazuh-db needs of its commands. */
@Export
@Version("1.1.0")
package io.polywire.wazuh;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
