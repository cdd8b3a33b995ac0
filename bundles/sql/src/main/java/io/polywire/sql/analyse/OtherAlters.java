package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.Notice;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.bound.BoundStatement;
import io.polywire.sql.bound.SchemaStep;
import io.polywire.sql.catalog.Relation;
import io.polywire.sql.catalog.RelationColumn;
import io.polywire.sql.catalog.TableIndex;
import io.polywire.sql.tree.AlterTable;
import io.polywire.sql.tree.AlterTableAction;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.ObjectKind;
import io.polywire.sql.tree.QualifiedName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** ALTER INDEX, VIEW, MATERIALIZED VIEW and SEQUENCE with actions of ALTER TABLE, and ALTER TABLE that names one of those. */
final class OtherAlters {
    private final Analysis analysis;
    private final SchemaNames names;
    private final List<Notice> notices;

    OtherAlters(Analysis analysis, List<Notice> notices) {
        this.analysis = analysis;
        this.names = new SchemaNames(analysis);
        this.notices = notices;
    }

    private BoundStatement keeps(Relation r) {
        return new BoundStatement.ChangesSchema(
                List.of(new SchemaStep.Keeps(r)),
                notices,
                false,
                analysis.catalog().nextId());
    }

    /** Whether a statement is about something else than a table. */
    boolean is(AlterTable s) {
        if (s.kind() != ObjectKind.TABLE) {
            return true;
        }
        QualifiedName name = s.table().name();
        Relation r = names.find(name);
        return r == null ? names.index(name) != null : r.kind() != Relation.Kind.TABLE;
    }

    BoundStatement alter(AlterTable s) {
        QualifiedName name = s.table().name();
        Relation r = names.find(name);
        TableIndex index = r == null ? names.index(name) : null;
        if (r == null && index == null) {
            String message = "relation \"" + SchemaNames.shown(name) + "\" does not exist";
            if (!s.ifExists()) {
                throw SqlFailure.of(FailureKind.UNDEFINED_TABLE, message);
            }
            notices.add(Notice.notice("relation \"" + name.last().name() + "\" does not exist, skipping"));
            return SchemaBinder.nothing(analysis, notices);
        }
        boolean fits = switch (s.kind()) {
            case INDEX -> index != null;
            case VIEW -> r != null && r.kind() == Relation.Kind.VIEW;
            case MATERIALIZED_VIEW -> r != null && r.kind() == Relation.Kind.MATERIALIZED_VIEW;
            case SEQUENCE -> r != null && r.kind() == Relation.Kind.SEQUENCE;
            default -> true;
        };
        if (!fits) {
            throw SqlFailure.build(
                            FailureKind.SEMANTIC,
                            "\"" + name.last().name() + "\" is not " + (s.kind() == ObjectKind.INDEX ? "an " : "a ")
                                    + s.kind().words().toLowerCase(Locale.ROOT))
                    .sqlState("42809")
                    .build();
        }
        Relation of = index == null ? r : analysis.catalog().tableOf(index.id());
        if (!of.own()) {
            throw analysis.at(name).unsupported("ALTER of what another program made");
        }
        return index == null ? alter(r, s) : alter(index, of, s);
    }

    private BoundStatement alter(Relation r, AlterTable s) {
        Relation now = r;
        for (AlterTableAction a : s.actions()) {
            now = switch (r.kind()) {
                case VIEW -> view(now, a);
                case MATERIALIZED_VIEW -> materialized(now, a);
                default -> sequence(now, a);
            };
        }
        return keeps(now);
    }

    private Relation sequence(Relation r, AlterTableAction a) {
        if (!(a instanceof AlterTableAction.SetLogged x)) {
            throw impossible(a, r.name(), "sequences");
        }
        Map<String, String> after = new LinkedHashMap<>(r.options());
        if (x.logged()) {
            after.remove(Relation.UNLOGGED);
        } else {
            if (r.temporary()) {
                throw SchemaNames.invalid(
                        "cannot change logged status of table \"" + r.name() + "\" because it is temporary");
            }
            after.put(Relation.UNLOGGED, "true");
        }
        return r.optioned(after);
    }

    // --- views ------------------------------------------------------------------------------------------------------

    private Relation view(Relation r, AlterTableAction a) {
        if (a instanceof AlterTableAction.SetOptions x) {
            Map<String, String> after =
                    StorageParameters.changed(StorageParameters.VIEW, r.options(), x.options(), x.reset(), analysis);
            if (after.containsKey(Relation.CHECK_OPTION) && !x.reset()) {
                ViewBinder.requireUpdatable(Views.tree(r, analysis));
            }
            return r.optioned(after);
        }
        if (a instanceof AlterTableAction.SetDefault x) {
            return defaulting(r, x);
        }
        throw impossible(a, r.name(), "views");
    }

    private Relation defaulting(Relation r, AlterTableAction.SetDefault a) {
        String name = a.column().name();
        int at = r.index(name);
        if (at < 0) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column \"" + name + "\" of relation \"" + r.name() + "\" does not exist");
        }
        RelationColumn.Default value = null;
        if (a.value() != null) {
            Type type = Views.query(r, analysis, analysis.at(a))
                    .outputs()
                    .get(at)
                    .value()
                    .type();
            try {
                new Defaults(analysis).define(a.value(), type, name);
                value = new Defaults(analysis).text(a.value(), false);
            } catch (SqlFailure f) {
                throw f.kind() == FailureKind.UNSUPPORTED ? f : Views.unplaced(f);
            }
        }
        List<RelationColumn> columns = new ArrayList<>(r.columns());
        columns.set(at, columns.get(at).defaulting(value));
        return r.withColumns(columns);
    }

    private Relation materialized(Relation r, AlterTableAction a) {
        boolean possible = a instanceof AlterTableAction.SetOptions
                || a instanceof AlterTableAction.SetColumnProperty
                || a instanceof AlterTableAction.SetColumnOptions
                || a instanceof AlterTableAction.SetTablespace
                || a instanceof AlterTableAction.SetAccessMethod
                || a instanceof AlterTableAction.ClusterOn
                || a instanceof AlterTableAction.WithoutOids;
        if (!possible) {
            throw impossible(a, r.name(), "materialized views");
        }
        TableSettings settings = new TableSettings(analysis, r, () -> r, notices);
        settings.take(a);
        return r.optioned(settings.options);
    }

    // --- indexes ----------------------------------------------------------------------------------------------------

    private BoundStatement alter(TableIndex i, Relation table, AlterTable s) {
        TableIndex now = i;
        for (AlterTableAction a : s.actions()) {
            if (a instanceof AlterTableAction.SetOptions x) {
                now = now.optioned(
                        StorageParameters.changed(i.method(), now.options(), x.options(), x.reset(), analysis));
            } else if (a instanceof AlterTableAction.SetTablespace x) {
                TableSettings.tablespace(x.tablespace().name());
            } else if (a instanceof AlterTableAction.SetColumnProperty x
                    && x.property().equals("STATISTICS")) {
                now = statistics(now, table, x);
            } else {
                throw impossible(a, i.name(), "indexes");
            }
        }
        TableIndex made = now;
        return keeps(table.with(
                table.constraints(),
                table.indexes().stream().map(o -> o.id() == i.id() ? made : o).toList()));
    }

    private TableIndex statistics(TableIndex i, Relation table, AlterTableAction.SetColumnProperty a) {
        if (!(a.column() instanceof Literal l)) {
            throw analysis.at(a).unsupported("STATISTICS of a column of an index by its name");
        }
        int number = Integer.parseInt(l.value());
        int keys = i.keys().size();
        if (number < 1 || number > keys + i.include().size()) {
            throw SqlFailure.of(
                    FailureKind.UNDEFINED_COLUMN,
                    "column number " + number + " of relation \"" + i.name() + "\" does not exist");
        }
        String value = TableSettings.statistics(((Literal) a.value()).value(), notices);
        if (number > keys) {
            throw SqlFailure.of(
                    FailureKind.UNSUPPORTED,
                    "cannot alter statistics on included column \""
                            + table.column(i.include().get(number - 1 - keys)).name() + "\" of index \"" + i.name()
                            + "\"");
        }
        if (i.keys().get(number - 1).expression() == null) {
            throw SqlFailure.build(
                            FailureKind.UNSUPPORTED,
                            "cannot alter statistics on non-expression column \""
                                    + table.column(i.keys().get(number - 1).column())
                                            .name()
                                    + "\" of index \"" + i.name() + "\"")
                    .hint("Alter statistics on table column instead.")
                    .build();
        }
        Map<String, String> options = new LinkedHashMap<>(i.options());
        String key = Relation.ofColumn(number, "statistics");
        options.remove(key);
        if (value != null) {
            options.put(key, value);
        }
        return i.optioned(options);
    }

    // --- what cannot be ---------------------------------------------------------------------------------------------

    private static SqlFailure impossible(AlterTableAction a, String relation, String kinds) {
        return SqlFailure.build(
                        FailureKind.SEMANTIC,
                        "ALTER action " + words(a) + " cannot be performed on relation \"" + relation + "\"")
                .sqlState("42809")
                .detail("This operation is not supported for " + kinds + ".")
                .build();
    }

    /** alter_table_type_to_string of tablecmds.c. */
    private static String words(AlterTableAction a) {
        String column = "ALTER COLUMN ... ";
        if (a instanceof AlterTableAction.AddColumn) {
            return "ADD COLUMN";
        } else if (a instanceof AlterTableAction.DropColumn) {
            return "DROP COLUMN";
        } else if (a instanceof AlterTableAction.SetType) {
            return column + "SET DATA TYPE";
        } else if (a instanceof AlterTableAction.SetDefault) {
            return column + "SET DEFAULT";
        } else if (a instanceof AlterTableAction.SetNotNull x) {
            return column + (x.notNull() ? "SET NOT NULL" : "DROP NOT NULL");
        } else if (a instanceof AlterTableAction.DropExpression) {
            return column + "DROP EXPRESSION";
        } else if (a instanceof AlterTableAction.AddIdentity) {
            return column + "ADD IDENTITY";
        } else if (a instanceof AlterTableAction.SetIdentity) {
            return column + "SET";
        } else if (a instanceof AlterTableAction.DropIdentity) {
            return column + "DROP IDENTITY";
        } else if (a instanceof AlterTableAction.SetColumnProperty x) {
            return column + "SET " + x.property();
        } else if (a instanceof AlterTableAction.SetColumnOptions x) {
            return column + (x.reset() ? "RESET" : "SET");
        } else if (a instanceof AlterTableAction.AddConstraint) {
            return "ADD CONSTRAINT";
        } else if (a instanceof AlterTableAction.AlterConstraint) {
            return "ALTER CONSTRAINT";
        } else if (a instanceof AlterTableAction.ValidateConstraint) {
            return "VALIDATE CONSTRAINT";
        } else if (a instanceof AlterTableAction.DropConstraint) {
            return "DROP CONSTRAINT";
        } else if (a instanceof AlterTableAction.SetTablespace) {
            return "SET TABLESPACE";
        } else if (a instanceof AlterTableAction.SetLogged x) {
            return x.logged() ? "SET LOGGED" : "SET UNLOGGED";
        } else if (a instanceof AlterTableAction.SetAccessMethod) {
            return "SET ACCESS METHOD";
        } else if (a instanceof AlterTableAction.SetOptions x) {
            return x.reset() ? "RESET" : "SET";
        } else if (a instanceof AlterTableAction.ClusterOn x) {
            return x.index() == null ? "SET WITHOUT CLUSTER" : "CLUSTER ON";
        } else if (a instanceof AlterTableAction.ReplicaIdentity) {
            return "REPLICA IDENTITY";
        } else if (a instanceof AlterTableAction.OfType x) {
            return x.type() == null ? "NOT OF" : "OF";
        } else if (a instanceof AlterTableAction.Toggle x) {
            boolean rows = x.what().startsWith("ROW");
            return (x.enable() ? "ENABLE " : "DISABLE ") + (rows ? "ROW SECURITY" : x.what());
        }
        return a instanceof AlterTableAction.WithoutOids ? "SET WITHOUT OIDS" : "OWNER TO";
    }
}
