package io.polywire.net.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Describes the keys of the shared event loops for tools. */
@ObjectClassDefinition(
        id = EventLoopsComponent.PID,
        name = "Polywire event loops",
        description = "The threads that all listeners share. A change drains and reopens the listeners.")
@interface LoopsConfiguration {
    @AttributeDefinition(
            name = "Threads",
            description = "Event loops of all listeners together, 0 to 256; 0 is one per processor.",
            min = "0",
            max = "256")
    int threads() default 0;
}
