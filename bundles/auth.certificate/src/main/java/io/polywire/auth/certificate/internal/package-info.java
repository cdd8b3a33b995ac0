/** From the client certificate, which TLS has verified, to a user. */
package io.polywire.auth.certificate.internal;
