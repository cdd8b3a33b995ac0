package io.polywire.protocol.postgresql.internal;

import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Protocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The PostgreSQL wire as a service. */
@Component(service = Protocol.class, property = Protocol.NAME + "=" + PostgresProtocol.PROTOCOL)
public final class PostgresProtocol implements Protocol {
    static final String PROTOCOL = "postgresql";
    /** IANA's port, and the ALPN identifier of direct TLS (registered for PostgreSQL 17). */
    private static final int PORT = 5432;

    final SessionFactory sessions;
    final Gatekeeper gatekeeper;
    final CancelKeys keys;

    /** Made by the component runtime. */
    @Activate
    public PostgresProtocol(@Reference SessionFactory sessions, @Reference Gatekeeper gatekeeper) {
        this.sessions = sessions;
        this.gatekeeper = gatekeeper;
        this.keys = new CancelKeys(sessions);
    }

    @Override
    public String name() {
        return PROTOCOL;
    }

    @Override
    public int defaultPort() {
        return PORT;
    }

    @Override
    public String defaultDialect() {
        return PROTOCOL;
    }

    @Override
    public ChannelHandler handler(Connection connection) {
        return new Backend(this, connection);
    }
}
