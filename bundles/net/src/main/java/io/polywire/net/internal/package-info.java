/**
 * The door: listeners, TLS, limits, drain.
 *
 * <pre>
 *   ListenerComponent (one per configuration)
 *     ├─ SettingsReader → Settings          what is asked for, checked
 *     ├─ TlsSource → TlsContext             key material, reloaded when its files change
 *     └─ Door (while the protocol is there)
 *          ├─ Acceptor per address          the server sockets
 *          └─ Connections                   who is in, by address and user
 *               └─ DoorConnection           one client: [tls] → [tls-gate] → protocol → backstop
 *   EventLoops (shared): loops, timer, numbers of connections, the sweep that keeps time-outs
 * </pre>
 */
package io.polywire.net.internal;
