/**
 * How a client proves who it is. A wire relays bytes and knows mechanism names; secrets and cryptography stay in the
 * bundles of the authenticators; the {@linkplain io.polywire.api.auth.Gatekeeper gatekeeper} chooses and counts.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.polywire.api.auth;
