/**
 * From a token to a user.
 *
 * <pre>
 *   Exchange ─▶ TokenCheck ─▶ Jws (form, header) ─▶ KeySources ─▶ Signatures ─▶ ClaimRules ─▶ Revocations ─▶ OutsideUsers
 * </pre>
 */
package io.polywire.auth.token.internal;
