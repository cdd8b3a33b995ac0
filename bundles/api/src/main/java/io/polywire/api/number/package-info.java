/** Numbers as text, where dialects and wires have to agree to the byte. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.number;
