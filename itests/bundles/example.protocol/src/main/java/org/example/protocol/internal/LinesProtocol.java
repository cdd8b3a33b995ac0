package org.example.protocol.internal;

import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Protocol;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** A protocol of lines: a statement in, rows and a closing line out. Try it with netcat. */
@Component(property = Protocol.NAME + "=lines")
public final class LinesProtocol implements Protocol {
    static final String DIALECT = "sqlite";

    private final Gatekeeper gatekeeper;
    private final SessionFactory sessions;

    /** Called when the router is there; while it is not, neither is this protocol. */
    @Activate
    public LinesProtocol(@Reference Gatekeeper gatekeeper, @Reference SessionFactory sessions) {
        this.gatekeeper = gatekeeper;
        this.sessions = sessions;
    }

    @Override
    public String name() {
        return "lines";
    }

    @Override
    public int defaultPort() {
        return 2400;
    }

    @Override
    public String defaultDialect() {
        return DIALECT;
    }

    @Override
    public ChannelHandler handler(Connection connection) {
        return new LinesHandler(connection, gatekeeper, sessions);
    }
}
