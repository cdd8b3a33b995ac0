package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundColumn;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableConstraint;
import io.polywire.sql.catalog.UserType;
import io.polywire.sql.tree.AlterDomain;
import io.polywire.sql.tree.Constraint;
import io.polywire.sql.tree.CreateDomain;
import io.polywire.sql.tree.Expression;
import io.polywire.sql.tree.Rename;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Finds out what CREATE DOMAIN and ALTER DOMAIN mean. */
final class DomainBinder {
    private final Analysis analysis;
    /** Looks at rows before anything changes. */
    private final List<SchemaStep> looks = new ArrayList<>();

    private int next;

    DomainBinder(Analysis analysis) {
        this.analysis = analysis;
        this.next = analysis.catalog().nextId();
    }

    private BoundStatement keeps(UserType t, Type base) {
        List<SchemaStep> steps = new ArrayList<>(looks);
        steps.add(new SchemaStep.KeepsType(t, base));
        return new BoundStatement.ChangesSchema(
                steps, List.of(), !analysis.catalog().isKept(), next);
    }

    BoundStatement create(CreateDomain s) {
        String schema = new TypeBinder(analysis).fresh(s.name());
        String name = s.name().last().name();
        Type base = analysis.type(s.type());
        ColumnCollation.check(analysis, s.collation(), base);
        int baseId = analysis.rules().keptNumber(s.type());
        UserType under = s.type().dimensions().isEmpty() ? analysis.rules().userType(s.type()) : null;
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
                BoundExpression value = told(() -> new Defaults(analysis).define(d.value(), base, name));
                source = source(d.value(), value);
            } else if (k instanceof Constraint.Check c) {
                checks.add(check(c, name, base, checks));
            } else {
                throw analysis.at(k)
                        .build(FailureKind.SYNTAX, "this constraint is not possible for domains")
                        .build();
            }
        }
        if (source == null && under != null && under.isDomain()) {
            source = under.defaultSource();
        }
        CompositeBinder.refuseTemporary(analysis, base, false, analysis.at(s.type()));
        UserType t = new UserType(
                id,
                schema,
                name,
                null,
                null,
                UserType.baseOf(baseId),
                Boolean.TRUE.equals(notNull),
                source,
                checks,
                null);
        return keeps(t, base);
    }

    /** What a domain is made of is read without its text, so that PostgreSQL does not point at errors in it. */
    private static <T> T told(Supplier<T> what) {
        try {
            return what.get();
        } catch (SqlFailure f) {
            throw f.kind() == FailureKind.UNSUPPORTED ? f : Views.unplaced(f);
        }
    }

    private String source(Expression written, BoundExpression value) {
        Set<Integer> sequences = new HashSet<>();
        Columns.each(
                value,
                e -> {
                    sequences.add(analysis.rules().sequenceOf(e));
                    return false;
                },
                c -> {});
        sequences.remove(0);
        if (!sequences.isEmpty()) {
            throw analysis.at(written).unsupported("a default of a domain that takes values of a sequence");
        }
        if (!analysis.routines().isEmpty()) {
            throw analysis.at(written).unsupported("a function of users in a default of a domain");
        }
        return analysis.text(written);
    }

    private TableConstraint check(Constraint.Check c, String domain, Type base, List<TableConstraint> others) {
        BoundExpression any = new BoundColumn(analysis.newSource(null), "value", base, true);
        told(() -> new Domains(analysis).condition(c.condition(), any));
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
                !c.timing().notValid(),
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
            throw SqlFailure.build(FailureKind.SEMANTIC, analysis.rules().quoted(t.name()) + " is not a domain")
                    .sqlState("42809")
                    .build();
        }
        List<TableConstraint> checks = new ArrayList<>(t.checks());
        switch (s.action()) {
            case SET_DEFAULT, DROP_DEFAULT -> {
                return defaulting(t, s);
            }
            case DROP_NOT_NULL -> {
                return keeps(t.checking(false, t.defaultSource(), checks), null);
            }
            case SET_NOT_NULL -> {
                if (!t.notNull()) {
                    look(t, null, s);
                }
                return keeps(t.checking(true, t.defaultSource(), checks), null);
            }
            case ADD_CONSTRAINT -> {
                if (!(s.constraint() instanceof Constraint.Check c)) {
                    throw analysis.at(s.constraint()).unsupported("this constraint of a domain");
                }
                TableConstraint made = check(c, t.name(), analysis.rules().base(t), checks);
                checks.add(made);
                if (made.validated()) {
                    look(t, made.check(), s);
                } else {
                    refuseElements(t, s);
                }
                return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
            }
            case VALIDATE_CONSTRAINT -> {
                TableConstraint c = named(checks, s.constraintName().name());
                if (c == null) {
                    throw missing(s.constraintName().name(), t);
                }
                if (!c.validated()) {
                    look(t, c.check(), s);
                    checks.set(checks.indexOf(c), c.valid());
                }
                return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
            }
            default -> {
                String name = s.constraintName().name();
                boolean found = checks.removeIf(c -> c.name().equals(name));
                if (!found && !s.ifExists()) {
                    throw missing(name, t);
                }
                if (!found) {
                    return SchemaBinder.nothing(
                            analysis,
                            List.of(Notice.notice("constraint \"" + name + "\" of domain \"" + t.name()
                                    + "\" does not exist, skipping")));
                }
                return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
            }
        }
    }

    private static TableConstraint named(List<TableConstraint> checks, String name) {
        return checks.stream().filter(c -> c.name().equals(name)).findFirst().orElse(null);
    }

    private static SqlFailure missing(String name, UserType t) {
        return SqlFailure.of(
                FailureKind.UNDEFINED_OBJECT,
                "constraint \"" + name + "\" of domain \"" + t.name() + "\" does not exist");
    }

    /** RENAME CONSTRAINT. */
    BoundStatement rename(Rename s, UserType t) {
        String from = s.part().name();
        String to = s.newName().name();
        List<TableConstraint> checks = new ArrayList<>(t.checks());
        TableConstraint c = named(checks, from);
        String domain = analysis.rules().quoted(t.name());
        if (c == null) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_OBJECT,
                    "constraint \"" + from + "\" for domain " + domain + " does not exist");
        }
        if (named(checks, to) != null) {
            throw SqlFailure.of(
                    FailureKind.DUPLICATE_OBJECT, "constraint \"" + to + "\" for domain " + domain + " already exists");
        }
        checks.set(checks.indexOf(c), c.named(to));
        return keeps(t.checking(t.notNull(), t.defaultSource(), checks), null);
    }

    private BoundStatement defaulting(UserType t, AlterDomain s) {
        String source = null;
        if (s.value() != null) {
            source = source(
                    s.value(),
                    told(() -> new Defaults(analysis)
                            .define(s.value(), analysis.rules().base(t), t.name())));
        }
        for (Relation r : analysis.catalog().relations()) {
            for (TableConstraint k : r.constraints()) {
                boolean sets = k.reference() != null
                        && (k.reference().onDelete() == TableConstraint.Action.SET_DEFAULT
                                || k.reference().onUpdate() == TableConstraint.Action.SET_DEFAULT)
                        && k.columns().stream().anyMatch(n -> r.column(n).typeId() == t.id());
                if (sets) {
                    throw analysis.at(s).unsupported("another default of a domain for a key with SET DEFAULT");
                }
            }
        }
        return keeps(t.checking(t.notNull(), source, t.checks()), null);
    }

    // --- rows that are there ----------------------------------------------------------------------------------------

    /** Columns of composite types and arrays whose values have values of the domain in them are not looked into. */
    private void refuseElements(UserType t, AlterDomain s) {
        for (Relation r : analysis.catalog().relations()) {
            for (RelationColumn c : r.columns()) {
                boolean within = c.typeId() == t.id()
                        ? t.hasArraysIn(c)
                        : c.typeId() != 0
                                && r.kind() != Relation.Kind.VIEW
                                && holds(analysis.rules().stored(c), t.id());
                if (within) {
                    throw SqlFailure.of(
                            FailureKind.UNSUPPORTED,
                            "cannot alter type \"" + t.name() + "\" because column \"" + r.name() + "." + c.name()
                                    + "\" uses it");
                }
            }
        }
        for (UserType o : analysis.catalog().types()) {
            if (o.isDomain()
                    && o.baseId() == t.id()
                    && o.base().startsWith("_")
                    && !t.base().startsWith("_")) {
                throw analysis.at(s).unsupported("a constraint of a domain over whose arrays another domain is");
            }
        }
    }

    private static boolean holds(Type type, int domain) {
        return type != null
                && (holds(type.element(), domain)
                        || type.fields() != null
                                && type.fields().stream()
                                        .anyMatch(f -> f.domain() == domain || holds(f.type(), domain)));
    }

    /**
     * Has the rows looked at that have a column of a domain, or of one over it.
     *
     * @param check a condition that is about to hold; null if NULL is refused from now on
     */
    private void look(UserType t, String check, AlterDomain s) {
        refuseElements(t, s);
        for (UserType o : analysis.catalog().types()) {
            if (o.isDomain() && o.baseId() == t.id()) {
                look(o, check, s);
            }
        }
        for (Relation r : analysis.catalog().relations()) {
            if (r.kind() == Relation.Kind.VIEW) {
                continue;
            }
            for (RelationColumn c : r.columns()) {
                if (c.typeId() == t.id()) {
                    int source = analysis.newSource(r);
                    BoundExpression value =
                            new BoundColumn(source, c.name(), analysis.rules().stored(c), true);
                    BoundExpression condition = check == null ? null : new Domains(analysis).condition(check, value);
                    looks.add(new SchemaStep.Checks(r, source, analysis.rules().domainRow(r, c, value, condition)));
                }
            }
        }
    }
}
