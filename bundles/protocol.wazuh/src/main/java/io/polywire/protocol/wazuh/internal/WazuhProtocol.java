package io.polywire.protocol.wazuh.internal;

import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Protocol;
import io.polywire.wazuh.Commands;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The wire of the Wazuh-db socket as a service of the door. Its bytes are described in the README of this bundle. */
@Component(property = Protocol.NAME + "=" + WazuhProtocol.PROTOCOL)
public final class WazuhProtocol implements Protocol {
    static final String PROTOCOL = "wazuh";

    private static final int PORT = 1518;

    private final Commands commands;
    private final Gatekeeper gatekeeper;

    /** With the commands; without them there is nothing to serve. */
    @Activate
    public WazuhProtocol(@Reference Commands commands, @Reference Gatekeeper gatekeeper) {
        this.commands = commands;
        this.gatekeeper = gatekeeper;
    }

    @Override
    public String name() {
        return PROTOCOL;
    }

    /** Of a listener on a network, which is not the ordinary case. */
    @Override
    public int defaultPort() {
        return PORT;
    }

    @Override
    public String defaultDialect() {
        return "sqlite";
    }

    @Override
    public ChannelHandler handler(Connection connection) {
        return new WazuhHandler(connection, commands, gatekeeper);
    }
}
