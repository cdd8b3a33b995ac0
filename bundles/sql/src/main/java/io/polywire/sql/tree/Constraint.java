package io.polywire.sql.tree;

import java.util.List;

/** A constraint of a column, a table or a domain, or what is written like one: a default, a generated value. */
public sealed interface Constraint extends TableElement {
    /** Its name, or null if none was written. */
    Identifier name();

    /** When it is checked. */
    Timing timing();

    /**
     * When a constraint is checked; what was not written is null.
     *
     * @param deferrable whether the check can be put off
     * @param initiallyDeferred whether it is put off unless a session says otherwise
     * @param notValid whether rows that are there already are left unchecked
     */
    record Timing(Boolean deferrable, Boolean initiallyDeferred, boolean notValid) {
        /** Nothing was written. */
        public static final Timing DEFAULT = new Timing(null, null, false);
    }

    /** NOT NULL, or NULL, which allows it. */
    record Nullability(Identifier name, boolean notNull, Timing timing, int start, int end) implements Constraint {}

    /** CHECK. */
    record Check(Identifier name, Expression condition, boolean noInherit, Timing timing, int start, int end)
            implements Constraint {}

    /** DEFAULT. */
    record Default(Identifier name, Expression value, Timing timing, int start, int end) implements Constraint {}

    /** GENERATED ALWAYS AS (...): stored, or worked out when it is read. */
    record Generated(Identifier name, Expression value, boolean stored, Timing timing, int start, int end)
            implements Constraint {}

    /** GENERATED AS IDENTITY: always, or by default. */
    record Identity(Identifier name, boolean always, List<SequenceOption> options, Timing timing, int start, int end)
            implements Constraint {
        /** Copies the list. */
        public Identity {
            options = List.copyOf(options);
        }
    }

    /** PRIMARY KEY or UNIQUE; the columns are empty behind a column, {@code index} is set for USING INDEX. */
    record Key(
            Identifier name,
            boolean primary,
            boolean nullsNotDistinct,
            List<Identifier> columns,
            List<Identifier> include,
            List<Option> options,
            Identifier tablespace,
            Identifier index,
            Timing timing,
            int start,
            int end)
            implements Constraint {
        /** Copies the lists. */
        public Key {
            columns = List.copyOf(columns);
            include = List.copyOf(include);
            options = List.copyOf(options);
        }
    }

    /** FOREIGN KEY or REFERENCES; the columns are empty behind a column, the referred ones where none were written. */
    record ForeignKey(
            Identifier name,
            List<Identifier> columns,
            QualifiedName table,
            List<Identifier> referred,
            Match match,
            Action onDelete,
            List<Identifier> onDeleteColumns,
            Action onUpdate,
            Timing timing,
            int start,
            int end)
            implements Constraint {
        /** Copies the lists. */
        public ForeignKey {
            columns = List.copyOf(columns);
            referred = List.copyOf(referred);
            onDeleteColumns = List.copyOf(onDeleteColumns);
        }
    }

    /** EXCLUDE: no two rows for which all operators hold. */
    record Exclude(
            Identifier name,
            Identifier method,
            List<IndexElement> elements,
            List<OperatorName> operators,
            List<Identifier> include,
            List<Option> options,
            Identifier tablespace,
            Expression where,
            Timing timing,
            int start,
            int end)
            implements Constraint {
        /** Copies the lists. */
        public Exclude {
            elements = List.copyOf(elements);
            operators = List.copyOf(operators);
            include = List.copyOf(include);
            options = List.copyOf(options);
        }
    }

    /** How a foreign key with several columns treats NULL. */
    enum Match {
        SIMPLE,
        FULL
    }

    /** What happens to referring rows. */
    enum Action {
        NO_ACTION,
        RESTRICT,
        CASCADE,
        SET_NULL,
        SET_DEFAULT
    }
}
