/**
 * What happens beside the answer to a statement: notifications between sessions, log lines, the audit trail.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.event;
