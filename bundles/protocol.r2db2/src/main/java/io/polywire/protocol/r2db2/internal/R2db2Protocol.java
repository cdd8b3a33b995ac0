package io.polywire.protocol.r2db2.internal;

import io.netty.channel.ChannelHandler;
import io.polywire.api.auth.Gatekeeper;
import io.polywire.api.codec.Codec;
import io.polywire.api.event.EventLog;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.wire.Connection;
import io.polywire.api.wire.Protocol;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The r2db2 wire, version 1, as a service of the door. Its bytes are described in the README of this bundle. */
@Component(property = Protocol.NAME + "=" + R2db2Protocol.PROTOCOL)
public final class R2db2Protocol implements Protocol {
    static final String PROTOCOL = "r2db2";

    private static final int PORT = 2345;
    static final String DIALECT = "sqlite";

    private final List<Codec> codecs = new CopyOnWriteArrayList<>();
    private final Services services;

    /** With the services of the router; without them there is nothing to serve. */
    @Activate
    public R2db2Protocol(
            @Reference SessionFactory sessions, @Reference Gatekeeper gatekeeper, @Reference EventLog log) {
        services = new Services(sessions, gatekeeper, log, codecs);
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
        return DIALECT;
    }

    @Override
    public ChannelHandler handler(Connection connection) {
        return new R2db2Handler(connection, services);
    }

    /** A codec came: new connections may agree on it. */
    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC)
    public void addCodec(Codec codec) {
        codecs.add(codec);
    }

    /** A codec left: connections that have it keep it, new ones are not offered it. */
    public void removeCodec(Codec codec) {
        codecs.remove(codec);
    }
}
