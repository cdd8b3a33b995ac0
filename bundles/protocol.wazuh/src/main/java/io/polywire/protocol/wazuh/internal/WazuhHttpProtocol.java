package io.polywire.protocol.wazuh.internal;

import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Protocol;
import io.polywire.wazuh.Commands;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The HTTP interface of Wazuh-db as a service of the door. Its paths are described in the README of this bundle. */
@Component(property = Protocol.NAME + "=" + WazuhHttpProtocol.PROTOCOL)
public final class WazuhHttpProtocol implements Protocol {
    static final String PROTOCOL = "wazuh-http";

    private static final int PORT = 1519;

    private final Commands commands;
    private final Gatekeeper gatekeeper;

    /** With the commands; without them there is nothing to serve. */
    @Activate
    public WazuhHttpProtocol(@Reference Commands commands, @Reference Gatekeeper gatekeeper) {
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
        return new HttpEntry(connection, commands, gatekeeper);
    }
}
