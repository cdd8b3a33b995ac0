package io.polywire.net.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/**
 * Describes the keys of a listener for tools. It is not read through: {@link SettingsReader} reads the plain values, so
 * that a value of the wrong form is refused with its key and range instead of failing the component.
 */
@ObjectClassDefinition(
        id = ListenerComponent.PID,
        name = "Polywire listener",
        description = "An address on which one protocol is spoken; one configuration per listener.")
@interface ListenerConfiguration {
    @AttributeDefinition(name = "Protocol", description = "Name of the protocol: r2db2, postgresql, ...")
    String protocol();

    @AttributeDefinition(
            name = "Addresses",
            description = "Addresses to listen on, by commas. Beyond loopback, tls = required is expected.")
    String address() default "127.0.0.1";

    @AttributeDefinition(
            name = "Port",
            description = "0 to 65535; 0 is any free port. Default: the protocol's own. polywire.port.offset is added.",
            required = false)
    int port() default -1;

    @AttributeDefinition(
            name = "TLS",
            description = "Whether clients may or must use TLS.",
            options = {
                @Option(label = "off", value = "off"),
                @Option(label = "optional", value = "optional"),
                @Option(label = "required", value = "required")
            })
    String tls() default "off";

    @AttributeDefinition(name = "Certificate", description = "PEM file, chain included.", required = false)
    String tls_certificate() default "";

    @AttributeDefinition(
            name = "Key",
            description = "PEM file of the private key, not encrypted. Default: the certificate's file.",
            required = false)
    String tls_key() default "";

    @AttributeDefinition(name = "Key store", description = "PKCS#12 file with one key and its chain.", required = false)
    String tls_keystore() default "";

    @AttributeDefinition(
            name = "Key store password file",
            description = "File whose first line is the key store's password.",
            required = false)
    String tls_keystore_password_file() default "";

    @AttributeDefinition(
            name = "Server names",
            description =
                    "Certificates for clients that ask for a server name (SNI), by commas: the name, or *. and its "
                            + "end, the certificate's PEM file, and the key's if it is another one.",
            required = false)
    String tls_names() default "";

    @AttributeDefinition(
            name = "Trust",
            description = "PEM file of the certificates that sign clients' certificates.",
            required = false)
    String tls_trust() default "";

    @AttributeDefinition(
            name = "Client certificates",
            description = "Whether a TLS client shows a certificate.",
            options = {
                @Option(label = "none", value = "none"),
                @Option(label = "optional", value = "optional"),
                @Option(label = "required", value = "required")
            })
    String tls_client_auth() default "none";

    @AttributeDefinition(
            name = "TLS provider",
            description = "Who gives the TLS: BCJSSE where Bouncy Castle's bundle bctls is installed, or the name of a "
                    + "provider that this Java has. Default: what this Java prefers.",
            required = false)
    String tls_provider() default "";

    @AttributeDefinition(name = "TLS versions", description = "TLSv1.3, TLSv1.2 or both, by commas.")
    String tls_protocols() default "TLSv1.3,TLSv1.2";

    @AttributeDefinition(
            name = "TLS file check",
            description = "How often the files are looked at, in ms.",
            min = "100")
    long tls_reload_ms() default 1000;

    @AttributeDefinition(name = "TLS sessions", description = "Sessions kept for resumption.", min = "1")
    int tls_session_cache() default 10_000;

    @AttributeDefinition(name = "TLS session life", description = "How long one can be resumed, in seconds.", min = "1")
    int tls_session_seconds() default 3600;

    @AttributeDefinition(
            name = "Authentication",
            description = "Methods in order, by commas: none, password, ... The first that fits the client is used.")
    String auth() default "password";

    @AttributeDefinition(name = "Database", description = "For clients that name none.", required = false)
    String database() default "";

    @AttributeDefinition(name = "Dialect", description = "For clients that name none.", required = false)
    String dialect() default "";

    @AttributeDefinition(name = "Longest message", description = "After authentication, in bytes.", min = "1024")
    int message_max_bytes() default 16 * 1024 * 1024;

    @AttributeDefinition(name = "Longest first message", description = "Before authentication, in bytes.", min = "1024")
    int message_before_auth_bytes() default 64 * 1024;

    @AttributeDefinition(
            name = "Handshake time-out",
            description = "From the connection to the end of authentication, in ms.",
            min = "100")
    long handshake_ms() default 10_000;

    @AttributeDefinition(
            name = "Idle time-out",
            description = "Longest silence between statements, in ms; 0 for no limit.",
            min = "0")
    long idle_ms() default 0;

    @AttributeDefinition(
            name = "Write time-out",
            description = "Longest time that a client may leave a reply unread, in ms.",
            min = "1000")
    long write_ms() default 60_000;

    @AttributeDefinition(
            name = "Output buffer",
            description = "Reply bytes that wait for a slow client before the result is paused, in bytes.",
            min = "8192")
    int output_bytes() default 256 * 1024;

    @AttributeDefinition(name = "Connections", description = "Authenticated connections of this listener.", min = "1")
    int connections_max() default 10_000;

    @AttributeDefinition(
            name = "Connections per address",
            description = "Connections of one client address; 0 for no limit.",
            min = "0")
    int connections_per_address() default 0;

    @AttributeDefinition(
            name = "Strangers",
            description = "Connections that are not authenticated yet; the oldest is closed for a new one.",
            min = "1")
    int connections_before_auth() default 1000;

    @AttributeDefinition(
            name = "Connections per user",
            description = "Authenticated connections of one user; 0 for no limit.",
            min = "0")
    int connections_per_user() default 0;

    @AttributeDefinition(
            name = "Drain",
            description = "How long connections may finish when the listener or its protocol goes, in ms.",
            min = "0")
    long drain_ms() default 2000;

    @AttributeDefinition(name = "Backlog", description = "Connections that the system queues.", min = "1")
    int backlog() default 1024;

    @AttributeDefinition(
            name = "Auxiliary ports",
            description = "Ports for second connections that a protocol opens: 0 (any free) or first-last.")
    String auxiliary_ports() default "0";

    @AttributeDefinition(
            name = "Auxiliary connections",
            description = "Second connections per connection at a time.",
            min = "0")
    int auxiliary_max() default 4;

    @AttributeDefinition(
            name = "Bind retry",
            description = "First wait before a taken port is tried again, in ms; doubles up to 30 s.",
            min = "50")
    long bind_retry_ms() default 2000;

    @AttributeDefinition(
            name = "Users of the socket",
            description =
                    "Users of this system whose processes may connect to the Unix-domain sockets, by commas; empty"
                            + " for all whom the mode of the sockets (0660) lets in.",
            required = false)
    String unix_users() default "";

    @AttributeDefinition(
            name = "Security lines",
            description = "Security log lines of this listener per second; the rest is counted in one line.",
            min = "1")
    int security_lines_per_second() default 20;
}
