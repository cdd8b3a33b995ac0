package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.type.Type;
import io.polywire.sql.catalog.SequenceDefinition;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.SequenceOption;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What options make of a sequence; the checks and their order are init_params' of PostgreSQL's sequence.c. */
final class SequenceOptions {
    private enum Subject {
        TYPE,
        INCREMENT,
        START,
        RESTART,
        MAXIMUM,
        MINIMUM,
        CACHE,
        CYCLE,
        OWNER,
        NAME
    }

    private final Analysis analysis;
    private final Map<Subject, SequenceOption> given = new EnumMap<>(Subject.class);

    SequenceOptions(Analysis analysis, List<SequenceOption> options) {
        this.analysis = analysis;
        for (SequenceOption o : options) {
            if (given.put(subject(o.kind()), o) != null) {
                throw analysis.at(o).failure(FailureKind.SYNTAX, "conflicting or redundant options");
            }
        }
    }

    private static Subject subject(SequenceOption.Kind kind) {
        return switch (kind) {
            case AS -> Subject.TYPE;
            case INCREMENT -> Subject.INCREMENT;
            case START -> Subject.START;
            case RESTART -> Subject.RESTART;
            case MAXVALUE, NO_MAXVALUE -> Subject.MAXIMUM;
            case MINVALUE, NO_MINVALUE -> Subject.MINIMUM;
            case CACHE -> Subject.CACHE;
            case CYCLE, NO_CYCLE -> Subject.CYCLE;
            case OWNED_BY -> Subject.OWNER;
            case SEQUENCE_NAME -> Subject.NAME;
        };
    }

    /** OWNED BY, or null. */
    SequenceOption owner() {
        return given.get(Subject.OWNER);
    }

    /** SEQUENCE NAME, or null. */
    SequenceOption name() {
        return given.get(Subject.NAME);
    }

    /** Whether it has nothing but OWNED BY. */
    boolean isOwnerOnly() {
        return given.size() == 1 && owner() != null;
    }

    /** Whether RESTART is there. */
    boolean restarts() {
        return given.containsKey(Subject.RESTART);
    }

    private SequenceOption.Kind kind(Subject s) {
        SequenceOption o = given.get(s);
        return o == null ? null : o.kind();
    }

    /** The number of an option, or null where it has none or is not there. */
    private Long number(Subject s) {
        SequenceOption o = given.get(s);
        if (o == null || !(o.value() instanceof Literal l)) {
            return null;
        }
        try {
            return new BigDecimal(l.value()).longValueExact();
        } catch (ArithmeticException e) {
            throw SqlFailure.of(
                    FailureKind.OUT_OF_RANGE, "value \"" + l.value() + "\" is out of range for type bigint");
        }
    }

    private static SqlFailure invalid(String message) {
        return SqlFailure.build(FailureKind.DATA, message).sqlState("22023").build();
    }

    private static long largest(String type) {
        return type.equals("int2") ? Short.MAX_VALUE : type.equals("int4") ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    private static long smallest(String type) {
        return -largest(type) - 1;
    }

    /**
     * The sequence.
     *
     * @param before what it was; null for a new one
     * @param column the type of the identity column that it is for, or null
     */
    SequenceDefinition define(SequenceDefinition before, Type column) {
        String type = type(before, column);
        Long increment = number(Subject.INCREMENT);
        long step = increment != null ? increment : before == null ? 1 : before.increment();
        if (step == 0) {
            throw invalid("INCREMENT must not be zero");
        }
        boolean cycle = given.containsKey(Subject.CYCLE)
                ? kind(Subject.CYCLE) == SequenceOption.Kind.CYCLE
                : before != null && before.cycle();
        long maximum = maximum(type, step, before);
        long minimum = minimum(type, step, before);
        if (minimum >= maximum) {
            throw invalid("MINVALUE (" + minimum + ") must be less than MAXVALUE (" + maximum + ")");
        }
        Long first = number(Subject.START);
        long start = first != null ? first : before != null ? before.start() : step > 0 ? minimum : maximum;
        within("START", start, minimum, maximum);
        Long again = number(Subject.RESTART);
        long value = again != null ? again : before == null || restarts() ? start : before.value();
        boolean called = before != null && !restarts() && before.called();
        if (restarts() || before == null) {
            within("RESTART", value, minimum, maximum);
        }
        Long cache = number(Subject.CACHE);
        if (cache != null && cache <= 0) {
            throw invalid("CACHE (" + cache + ") must be greater than zero");
        }
        return new SequenceDefinition(
                type,
                start,
                step,
                minimum,
                maximum,
                cache != null ? cache : before == null ? 1 : before.cache(),
                cycle,
                before == null ? 0 : before.ownerId(),
                before == null ? 0 : before.ownerColumn(),
                before != null && before.internal(),
                value,
                called);
    }

    private static void within(String what, long value, long minimum, long maximum) {
        if (value < minimum) {
            throw invalid(what + " value (" + value + ") cannot be less than MINVALUE (" + minimum + ")");
        }
        if (value > maximum) {
            throw invalid(what + " value (" + value + ") cannot be greater than MAXVALUE (" + maximum + ")");
        }
    }

    private String type(SequenceDefinition before, Type column) {
        SequenceOption as = given.get(Subject.TYPE);
        Type type = as == null ? column : analysis.rules().named(as.type());
        if (type == null) {
            return before == null ? "int8" : before.type();
        }
        return switch (type.kind()) {
            case INT16, INT32, INT64 -> type.name();
            default ->
                throw invalid((column == null ? "sequence" : "identity column")
                        + " type must be smallint, integer, or bigint");
        };
    }

    private String display(String type) {
        return type.equals("int2") ? "smallint" : type.equals("int4") ? "integer" : "bigint";
    }

    private long maximum(String type, long step, SequenceDefinition before) {
        boolean other = before != null && !before.type().equals(type);
        boolean reset = other && before.maximum() == largest(before.type());
        Long n = number(Subject.MAXIMUM);
        if (n != null) {
            if (n < smallest(type) || n > largest(type)) {
                throw invalid("MAXVALUE (" + n + ") is out of range for sequence data type " + display(type));
            }
            return n;
        }
        if (before == null || given.containsKey(Subject.MAXIMUM) || reset) {
            return step > 0 || reset ? largest(type) : -1;
        }
        if (before.maximum() > largest(type)) {
            throw invalid(
                    "MAXVALUE (" + before.maximum() + ") is out of range for sequence data type " + display(type));
        }
        return before.maximum();
    }

    private long minimum(String type, long step, SequenceDefinition before) {
        boolean other = before != null && !before.type().equals(type);
        boolean reset = other && before.minimum() == smallest(before.type());
        Long n = number(Subject.MINIMUM);
        if (n != null) {
            if (n < smallest(type) || n > largest(type)) {
                throw invalid("MINVALUE (" + n + ") is out of range for sequence data type " + display(type));
            }
            return n;
        }
        if (before == null || given.containsKey(Subject.MINIMUM) || reset) {
            return step < 0 || reset ? smallest(type) : 1;
        }
        if (before.minimum() < smallest(type)) {
            throw invalid(
                    "MINVALUE (" + before.minimum() + ") is out of range for sequence data type " + display(type));
        }
        return before.minimum();
    }
}
