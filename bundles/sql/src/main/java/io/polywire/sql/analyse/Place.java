package io.polywire.sql.analyse;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.sql.bound.BoundExpression;
import io.polywire.sql.catalog.CatalogSnapshot;

/** Where in a statement something stands, to point errors at, and what is known of the statement there. Immutable. */
public final class Place {
    private final String text;
    private final int offset;
    private final ParameterTypes parameters;
    private final LiteralPlaces literals;
    private final Analysis analysis;

    Place(String text, int offset, ParameterTypes parameters, LiteralPlaces literals, Analysis analysis) {
        this.analysis = analysis;
        this.text = text;
        this.offset = offset;
        this.parameters = parameters;
        this.literals = literals;
    }

    /** Types of the statement's parameters, which uses settle. */
    public ParameterTypes parameters() {
        return parameters;
    }

    /** What the database holds. */
    public CatalogSnapshot catalog() {
        return analysis.catalog();
    }

    /** A value that is checked against the domain of a number; the value itself for 0. */
    public BoundExpression checked(BoundExpression value, int domain) {
        return domain == 0 ? value : new Domains(analysis).checked(value, domain, this);
    }

    /** A number for a further source of rows of the statement. */
    public int newSource() {
        return analysis.newSource(null);
    }

    /** Says that the constant here names an object of a schema. */
    public void names(String schema) {
        analysis.names(schema, text, position());
    }

    /**
     * Says that the constant here is the name of an object.
     *
     * @param id the object's number
     * @param arguments what follows its name; empty for nothing
     */
    public void namesObject(int id, String arguments) {
        analysis.namesObject(id, arguments, text, offset);
    }

    /** Another place of the same statement. */
    public Place at(int other) {
        return new Place(text, other, parameters, literals, analysis);
    }

    /** Where a literal stands; this place for anything else. */
    public Place of(BoundExpression literal) {
        return at(literals.offset(literal, offset));
    }

    /** Position as errors give it: in code points from 1. */
    public int position() {
        return text.codePointCount(0, Math.min(offset, text.length())) + 1;
    }

    /** A failure that points here. */
    public SqlFailure failure(FailureKind kind, String message) {
        return build(kind, message).build();
    }

    /** Starts a failure that points here. */
    public SqlFailure.Builder build(FailureKind kind, String message) {
        return SqlFailure.build(kind, message).position(position());
    }

    /** A refusal by name that points here. */
    public SqlFailure unsupported(String what) {
        return failure(FailureKind.UNSUPPORTED, what + " is not supported");
    }
}
