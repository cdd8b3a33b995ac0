package io.polywire.router.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** Configuration of the audit trail, PID {@value #PID}. */
@ObjectClassDefinition(
        name = "Polywire audit trail",
        description =
                "Who did what, from where, with what outcome: one JSON object a line. Changes take effect at once.")
public @interface AuditConfig {
    /** The PID. */
    String PID = "io.polywire.router.audit";

    @AttributeDefinition(
            description =
                    "Kinds of events that are kept, by commas: login, refusal, ban, violation, session, role, right, ddl,"
                            + " denied, transaction, write, read; none for no trail")
    String[] events() default {"login", "refusal", "ban", "violation", "role", "right", "ddl", "denied", "transaction"};

    @AttributeDefinition(description = "The file, relative to the home")
    String file() default "logs/audit.jsonl";

    @AttributeDefinition(
            description = "Length from which on the file is put aside and a new one is begun; MiB",
            min = "1",
            max = "10240")
    int max_file_mib() default 20;

    @AttributeDefinition(
            description = "Files that were put aside and are kept; the oldest goes first",
            min = "0",
            max = "1000")
    int files() default 9;

    @AttributeDefinition(
            description = "Events that may wait for the disk; more are lost, and how many stands in the trail",
            min = "100",
            max = "1000000")
    int queue() default 4096;

    @AttributeDefinition(
            description = "Refusals and violations a second that are kept: strangers can cause any number of them; of"
                    + " more only how many",
            min = "1",
            max = "100000")
    int strangers_per_second() default 50;

    @AttributeDefinition(description = "Texts of statements: masked (a ? for each constant, no comments), or none")
    String statements() default "masked";

    @AttributeDefinition(description = "Longest text of a statement; characters", min = "100", max = "100000")
    int statement_max_chars() default 2000;
}
