package io.polywire.query;

import io.polywire.query.QueryTable.Builder;
import io.polywire.query.QueryTable.Kind;

/** What the database of techniques has, under the names that Wazuh's API gives to it; times are texts (ISO 8601). */
public final class MitreTables {
    private MitreTables() {}

    /** Tactics: what an attacker is after. */
    public static QueryTable tactics() {
        return item("tactic").field("short_name", "short_name", Kind.TEXT).build();
    }

    /** Techniques: how it is done. */
    public static QueryTable techniques() {
        return versioned("technique")
                .field("mitre_detection", "mitre_detection", Kind.TEXT)
                .field("network_requirements", "network_requirements", Kind.NUMBER)
                .field("remote_support", "remote_support", Kind.NUMBER)
                .field("subtechnique_of", "subtechnique_of", Kind.TEXT)
                .build();
    }

    /** Mitigations: what helps against it. */
    public static QueryTable mitigations() {
        return versioned("mitigation").build();
    }

    /** Groups of attackers. */
    public static QueryTable groups() {
        return versioned("group").build();
    }

    /** Software that attackers use. */
    public static QueryTable software() {
        return versioned("software").field("type", "type", Kind.TEXT).build();
    }

    /** Where something is told of; {@code id} is that of what is told of. */
    public static QueryTable references() {
        return QueryTable.of("reference", "id")
                .field("id", "id", Kind.TEXT)
                .field("source", "source", Kind.TEXT)
                .field("external_id", "external_id", Kind.TEXT)
                .field("url", "url", Kind.TEXT)
                .field("description", "description", Kind.TEXT)
                .field("type", "type", Kind.TEXT)
                .build();
    }

    /** Which technique serves which tactic. */
    public static QueryTable phases() {
        return QueryTable.of("phase", "tech_id")
                .field("tactic_id", "tactic_id", Kind.TEXT)
                .field("tech_id", "tech_id", Kind.TEXT)
                .build();
    }

    /** Which mitigation, the source, helps against which technique, the target. */
    public static QueryTable mitigates() {
        return QueryTable.of("mitigate", "target_id")
                .field("source_id", "source_id", Kind.TEXT)
                .field("target_id", "target_id", Kind.TEXT)
                .build();
    }

    /** Who uses what: a group or a software a technique, a group a software. */
    public static QueryTable uses() {
        return QueryTable.of("use", "target_id")
                .field("source_id", "source_id", Kind.TEXT)
                .field("source_type", "source_type", Kind.TEXT)
                .field("target_id", "target_id", Kind.TEXT)
                .field("target_type", "target_type", Kind.TEXT)
                .build();
    }

    private static Builder item(String table) {
        return QueryTable.of(table, "id")
                .field("id", "id", Kind.TEXT)
                .field("name", "name", Kind.TEXT)
                .field("description", "description", Kind.TEXT)
                .field("created_time", "created_time", Kind.TEXT)
                .field("modified_time", "modified_time", Kind.TEXT);
    }

    private static Builder versioned(String table) {
        return item(table)
                .field("mitre_version", "mitre_version", Kind.TEXT)
                .field("revoked_by", "revoked_by", Kind.TEXT)
                .field("deprecated", "deprecated", Kind.NUMBER);
    }
}
