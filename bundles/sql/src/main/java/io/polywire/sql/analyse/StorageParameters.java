package io.polywire.sql.analyse;

import io.polywire.sql.tree.ColumnReference;
import io.polywire.sql.tree.Literal;
import io.polywire.sql.tree.Option;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** WITH (...) of tables and indexes, SET (...) and RESET (...): kept and shown; they say how pages are filled and cleaned. */
final class StorageParameters {
    /** Whose parameters they are. */
    static final String TABLE = "table";

    static final String VIEW = "view";
    static final String COLUMN = "column";

    private StorageParameters() {}

    /** Those of something new. */
    static Map<String, String> made(String of, List<Option> given, Analysis analysis) {
        return changed(of, Map.of(), given, false, analysis);
    }

    /** Those of something after SET or RESET. */
    static Map<String, String> changed(
            String of, Map<String, String> before, List<Option> given, boolean reset, Analysis analysis) {
        if (given.isEmpty()) {
            return new LinkedHashMap<>(before);
        }
        List<StorageParameter> written = given.stream()
                .map(o -> new StorageParameter(
                        o.name().parts().size() > 1 ? o.name().parts().get(0).name() : null,
                        o.name().last().name(),
                        value(o, analysis)))
                .toList();
        return analysis.rules().storageParameters(of, before, written, reset);
    }

    private static String value(Option o, Analysis analysis) {
        if (o.value() == null) {
            return null;
        }
        if (o.value() instanceof Literal l && l.kind() == Literal.Kind.STRING) {
            return l.value();
        }
        if (o.value() instanceof ColumnReference c) {
            return c.parts().stream().map(p -> p.name()).collect(Collectors.joining("."));
        }
        return analysis.text(o.value()).replace(" ", "");
    }
}
