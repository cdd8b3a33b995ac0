package io.polywire.api.wire;

import io.netty.channel.ChannelHandler;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A wire; a service with the property {@value #NAME}. The door binds every listener whose configuration names it as soon
 * as it is there, and drains and unbinds them when it goes. Thread-safe.
 */
@ConsumerType
public interface Protocol {
    /** Service property: the name that listeners' configurations use. */
    String NAME = "polywire.protocol";

    /** The name that listeners' configurations use: "r2db2", "postgresql". */
    String name();

    /** The port that a configuration without one gets, before the port offset. */
    int defaultPort();

    /** Name of the dialect of sessions that ask for none. */
    String defaultDialect();

    /**
     * A handler for one accepted connection, last that it sees in its pipeline (the door adds a
     * backstop behind it): it gets {@code ByteBuf}s as they come and writes
     * {@code ByteBuf}s. It also gets {@link Drain} as a user event, and writability changes, which it must honour.
     * Called on the connection's event loop.
     */
    ChannelHandler handler(Connection connection);
}
