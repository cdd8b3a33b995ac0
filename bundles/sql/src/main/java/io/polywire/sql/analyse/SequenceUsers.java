package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Defaults that take values of sequences which are about to go. */
final class SequenceUsers {
    private final Analysis analysis;
    private final List<Notice> notices;

    SequenceUsers(Analysis analysis, List<Notice> notices) {
        this.analysis = analysis;
        this.notices = notices;
    }

    /**
     * Takes such defaults away, or fails for the first of them.
     *
     * @param going the sequences
     * @param besides tables that go as well, whose defaults do not count
     * @param cascade whether the defaults may go
     * @param what is dropped, as the failure says it ("sequence s"); null for several objects
     * @param steps get the tables without these defaults
     */
    void release(
            Collection<Relation> going,
            Collection<Relation> besides,
            boolean cascade,
            String what,
            List<SchemaStep> steps) {
        if (going.isEmpty()) {
            return;
        }
        List<String> users = new ArrayList<>();
        for (Relation r : analysis.catalog().relations()) {
            if (besides.stream().anyMatch(x -> x.id() == r.id())) {
                continue;
            }
            List<RelationColumn> columns = new ArrayList<>();
            boolean changes = false;
            for (RelationColumn c : r.columns()) {
                Relation used = going.stream()
                        .filter(s -> SequenceBinder.uses(analysis, r, c, s.id()))
                        .findFirst()
                        .orElse(null);
                if (used != null) {
                    users.add("default value for column " + c.name() + " of table " + r.name()
                            + (cascade ? "" : " depends on sequence " + used.name()));
                }
                changes |= used != null;
                columns.add(used == null ? c : c.defaulting(null));
            }
            if (changes) {
                steps.add(new SchemaStep.Keeps(r.withColumns(columns)));
            }
        }
        if (users.isEmpty()) {
            return;
        }
        if (!cascade) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            what == null
                                    ? "cannot drop desired object(s) because other objects depend on them"
                                    : "cannot drop " + what + " because other objects depend on it")
                    .sqlState("2BP01")
                    .detail(String.join("\n", users))
                    .hint("Use DROP ... CASCADE to drop the dependent objects too.")
                    .build();
        }
        if (users.size() == 1) {
            notices.add(Notice.notice("drop cascades to " + users.get(0)));
        } else {
            StringBuilder detail = new StringBuilder();
            users.forEach(u -> detail.append(detail.isEmpty() ? "" : "\n")
                    .append("drop cascades to ")
                    .append(u));
            notices.add(new Notice(
                    Notice.Severity.NOTICE,
                    "00000",
                    "drop cascades to " + users.size() + " other objects",
                    detail.toString(),
                    null));
        }
    }
}
