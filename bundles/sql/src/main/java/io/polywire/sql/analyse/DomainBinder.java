package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundConstant;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterDomain;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateDomain;
import java.util.ArrayList;
import java.util.List;

/** Finds out what CREATE DOMAIN and ALTER DOMAIN mean. */
final class DomainBinder {
    private final Analysis analysis;
    private int next;

    DomainBinder(Analysis analysis) {
        this.analysis = analysis;
        this.next = analysis.catalog().nextId();
    }

    private BoundStatement keeps(UserType t, Type base) {
        return new BoundStatement.ChangesSchema(
                List.of(new SchemaStep.KeepsType(t, base)),
                List.of(),
                !analysis.catalog().isKept(),
                next);
    }

    BoundStatement create(CreateDomain s) {
        if (s.collation() != null) {
            throw analysis.at(s.collation()).unsupported("a domain with COLLATE");
        }
        String schema = new TypeBinder(analysis).fresh(s.name());
        String name = s.name().last().name();
        Type base = Domains.base(analysis, s.type());
        int id = next;
        // the number behind it is that of its arrays
        next += 2;
        Boolean notNull = null;
        String source = null;
        List<TableConstraint> checks = new ArrayList<>();
        for (Constraint k : s.constraints()) {
            if (!Constraint.Timing.DEFAULT.equals(k.timing())) {
                throw SqlFailure.of(
                        FailureKind.UNSUPPORTED, "specifying constraint deferrability not supported for domains");
            }
            if (k instanceof Constraint.Nullability n) {
                if (notNull != null && notNull != n.notNull()) {
                    throw Domains.conflicting();
                }
                notNull = n.notNull();
            } else if (k instanceof Constraint.Default d) {
                if (source != null) {
                    throw SqlFailure.of(FailureKind.SYNTAX, "multiple default expressions");
                }
                BoundExpression value = new Defaults(analysis).define(d.value(), base, name);
                if (!(value instanceof BoundConstant)) {
                    throw analysis.at(d.value()).unsupported("a default of a domain that is no constant");
                }
                source = analysis.text(d.value());
            } else if (k instanceof Constraint.Check c) {
                checks.add(check(c, name, base, checks));
            } else {
                throw analysis.at(k)
                        .build(FailureKind.SYNTAX, "this constraint is not possible for domains")
                        .build();
            }
        }
        UserType t = new UserType(id, schema, name, null, null, "", Boolean.TRUE.equals(notNull), source, checks, null);
        return keeps(t, base);
    }

    private TableConstraint check(Constraint.Check c, String domain, Type base, List<TableConstraint> others) {
        BoundExpression any = new BoundColumn(analysis.newSource(null), "value", base, true);
        new Domains(analysis).condition(c.condition(), any);
        String name = c.name() == null ? named(domain, others) : c.name().name();
        if (others.stream().anyMatch(o -> o.name().equals(name))) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_OBJECT,
                    "constraint \"" + name + "\" for domain \"" + domain + "\" already exists");
        }
        return new TableConstraint(
                next++,
                name,
                TableConstraint.Kind.CHECK,
                List.of(),
                null,
                0,
                analysis.text(c.condition()),
                false,
                false,
                true,
                null);
    }

    private static String named(String domain, List<TableConstraint> others) {
        for (int i = 0; ; i++) {
            String name = domain + "_check" + (i == 0 ? "" : Integer.toString(i));
            if (others.stream().noneMatch(o -> o.name().equals(name))) {
                return name;
            }
        }
    }

    BoundStatement alter(AlterDomain s) {
        TypeBinder types = new TypeBinder(analysis);
        UserType t = types.find(s.name());
        if (t == null) {
            throw TypeBinder.undefined(s.name());
        }
        if (!t.isDomain()) {
            throw SqlFailure.build(FailureKind.SEMANTIC, "\"" + SchemaNames.shown(s.name()) + "\" is not a domain")
                    .sqlState("42809")
                    .build();
        }
        boolean used = analysis.catalog().relations().stream()
                        .anyMatch(r -> r.columns().stream().anyMatch(c -> c.typeId() == t.id()))
                || analysis.catalog().types().stream()
                        .anyMatch(o -> o.isComposite() && o.fields().stream().anyMatch(a -> a.typeId() == t.id()));
        List<TableConstraint> checks = new ArrayList<>(t.checks());
        switch (s.action()) {
            case DROP_NOT_NULL -> {
                return keeps(t.checking(false, t.defaultSource(), checks), null);
            }
            case SET_NOT_NULL -> {
                if (used && !t.notNull()) {
                    throw analysis.at(s).unsupported("SET NOT NULL of a domain that a column has");
                }
                return keeps(t.checking(true, t.defaultSource(), checks), null);
            }
            case ADD_CONSTRAINT -> {
                if (!(s.constraint() instanceof Constraint.Check c)) {
                    throw analysis.at(s.constraint()).unsupported("this constraint of a domain");
                }
                if (used && !c.timing().notValid()) {
                    throw analysis.at(s).unsupported("ADD CONSTRAINT to a domain that a column has");
                }
                Type base = analysis.rules().base(t);
                checks.add(check(c, t.name(), base, checks));
                return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
            }
            case DROP_CONSTRAINT -> {
                String name = s.constraintName().name();
                boolean found = checks.removeIf(c -> c.name().equals(name));
                if (!found && !s.ifExists()) {
                    throw SqlFailure.of(
                            FailureKind.UNDEFINED_OBJECT,
                            "constraint \"" + name + "\" of domain \"" + t.name() + "\" does not exist");
                }
                if (!found) {
                    return SchemaBinder.nothing(
                            analysis,
                            List.of(io.polywire.api.error.Notice.notice("constraint \"" + name + "\" of domain \""
                                    + t.name() + "\" does not exist, skipping")));
                }
                return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
            }
            default ->
                throw analysis.at(s)
                        .unsupported("ALTER DOMAIN ... " + s.action().name().replace('_', ' '));
        }
    }
}
