package io.polywire.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the gatekeeper, PID {@value #PID}. */
@ObjectClassDefinition(
        name = "Polywire gatekeeper",
        description =
                "Which clients may log in how, and what becomes of those who fail. Changes act on the next log-in.")
public @interface GateConfig {
    /** The PID. */
    String PID = "io.polywire.router.gatekeeper";

    @AttributeDefinition(
            description =
                    "Rules by semicolons, the first that matches decides, none means no: words of listener=, network=,"
                            + " database=, user=, tls=on|off|certificate, and auth= with methods or mechanisms, or reject."
                            + " Without any rule the listener's auth holds. A rule never allows what the listener does not",
            required = false)
    String[] rules() default {};

    @AttributeDefinition(
            description = "Failed log-ins of one address within the window before it is banned; 0 for never",
            min = "0",
            max = "1000000")
    int failures_per_address() default 50;

    @AttributeDefinition(
            description =
                    "Failed log-ins of one user from one address within the window before that pair is banned; 0 for"
                            + " never",
            min = "0",
            max = "1000000")
    int failures_per_user() default 10;

    @AttributeDefinition(description = "How long a failure counts; seconds, 1 to 86400", min = "1", max = "86400")
    int window_seconds() default 300;

    @AttributeDefinition(
            description = "First ban; seconds, 1 to 86400; each further one is twice as long",
            min = "1",
            max = "86400")
    int ban_seconds() default 60;

    @AttributeDefinition(description = "Longest ban; seconds, 1 to 604800", min = "1", max = "604800")
    int ban_max_seconds() default 3600;

    @AttributeDefinition(
            description = "Longest delay of a refusal after several failures of a user, from whatever addresses;"
                    + " milliseconds, 0 for none",
            min = "0",
            max = "60000")
    int delay_max_ms() default 1000;

    @AttributeDefinition(
            description = "Networks that are never banned, by commas: loopback (with local sockets), addresses, CIDR",
            required = false)
    String[] exempt() default {"loopback"};

    @AttributeDefinition(
            description =
                    "Addresses, users and pairs that are remembered; the one that was seen longest ago goes first",
            min = "100",
            max = "10000000")
    int remembered() default 20_000;
}
