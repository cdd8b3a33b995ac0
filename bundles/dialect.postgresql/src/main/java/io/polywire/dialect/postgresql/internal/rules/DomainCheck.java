package io.polywire.dialect.postgresql.internal.rules;

import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.function.FunctionArguments;
import io.polywire.api.function.FunctionResult;
import io.polywire.api.function.ScalarFunction;
import java.util.List;

/**
 * A value of a domain (domains.c): the first argument, where none of the others, which are the domain's conditions over
 * it, is false.
 *
 * @param id number of the domain
 * @param schema where the domain is
 * @param domain its name
 * @param shown as messages write it
 * @param notNull whether NULL is refused
 * @param constraints names of the conditions, in the order of the arguments
 */
record DomainCheck(int id, String schema, String domain, String shown, boolean notNull, List<String> constraints)
        implements ScalarFunction {
    /** Copies the list. */
    DomainCheck {
        constraints = List.copyOf(constraints);
    }

    /**
     * One name for each version of a domain: a storage knows a function by its name. The domain's name is no part of it: it may
     * become another one, and is another one for who has not its schema in the search path.
     */
    @Override
    public String name() {
        return "pw_pg_domain_" + id + "_" + constraints.size() + "_"
                + Integer.toHexString((notNull + "." + constraints).hashCode());
    }

    @Override
    public int arity() {
        return constraints.size() + 1;
    }

    @Override
    public void call(FunctionArguments in, FunctionResult out) {
        if (notNull && in.isNull(0)) {
            throw SqlFailure.build(FailureKind.NOT_NULL, "domain " + shown + " does not allow null values")
                    .objects(schema, null, null, null)
                    .dataType(domain)
                    .build();
        }
        for (int i = 0; i < constraints.size(); i++) {
            if (!in.isNull(i + 1) && in.getLong(i + 1) == 0) {
                throw SqlFailure.build(
                                FailureKind.CHECK,
                                "value for domain " + shown + " violates check constraint \"" + constraints.get(i)
                                        + "\"")
                        .objects(schema, null, null, constraints.get(i))
                        .dataType(domain)
                        .build();
            }
        }
        if (in.isNull(0)) {
            out.putNull();
        } else {
            Registry.put(out, Casts.value(in, 0));
        }
    }
}
