package io.polywire.router.internal;

import java.util.List;

/**
 * The answer of EXPLAIN in a format for programs, laid out as PostgreSQL's explain.c does.
 *
 * @param head what the statement does
 * @param rows how many rows it had; -1 if it did not run
 * @param sql in which words the storage is asked, where that is wanted
 * @param nodes the storage's plan
 */
record PlanText(String head, long rows, List<String> sql, List<ExplainStatement.Node> nodes) {
    /**
     * As JSON.
     *
     * @param planning milliseconds; null where they are not asked for
     * @param execution milliseconds; null where they are not asked for
     */
    String json(String planning, String execution) {
        StringBuilder b = new StringBuilder("[\n  {\n    \"Plan\": {\n      \"Node Type\": ");
        quoted(head, b);
        if (rows >= 0) {
            b.append(",\n      \"Actual Rows\": ").append(rows);
        }
        if (!sql.isEmpty()) {
            b.append(",\n      \"SQL\": ");
            quoted(String.join("; ", sql), b);
        }
        jsonPlans(nodes, 6, b);
        b.append("\n    }");
        if (planning != null) {
            b.append(",\n    \"Planning Time\": ").append(planning);
        }
        if (execution != null) {
            b.append(",\n    \"Execution Time\": ").append(execution);
        }
        return b.append("\n  }\n]").toString();
    }

    private static void jsonPlans(List<ExplainStatement.Node> nodes, int indent, StringBuilder b) {
        if (nodes.isEmpty()) {
            return;
        }
        String in = " ".repeat(indent);
        b.append(",\n").append(in).append("\"Plans\": [");
        for (int i = 0; i < nodes.size(); i++) {
            b.append(i == 0 ? "\n" : ",\n")
                    .append(in)
                    .append("  {\n")
                    .append(in)
                    .append("    \"Node Type\": ");
            quoted(nodes.get(i).what(), b);
            jsonPlans(nodes.get(i).nodes(), indent + 4, b);
            b.append('\n').append(in).append("  }");
        }
        b.append('\n').append(in).append(']');
    }

    /** As {@link #json}, in XML. */
    String xml(String planning, String execution) {
        StringBuilder b = new StringBuilder("<explain xmlns=\"http://www.postgresql.org/2009/explain\">\n  <Query>\n");
        b.append("    <Plan>\n");
        element("Node-Type", head, 6, b);
        if (rows >= 0) {
            element("Actual-Rows", String.valueOf(rows), 6, b);
        }
        if (!sql.isEmpty()) {
            element("SQL", String.join("; ", sql), 6, b);
        }
        xmlPlans(nodes, 6, b);
        b.append("    </Plan>\n");
        if (planning != null) {
            element("Planning-Time", planning, 4, b);
        }
        if (execution != null) {
            element("Execution-Time", execution, 4, b);
        }
        return b.append("  </Query>\n</explain>").toString();
    }

    private static void xmlPlans(List<ExplainStatement.Node> nodes, int indent, StringBuilder b) {
        if (nodes.isEmpty()) {
            return;
        }
        String in = " ".repeat(indent);
        b.append(in).append("<Plans>\n");
        for (ExplainStatement.Node n : nodes) {
            b.append(in).append("  <Plan>\n");
            element("Node-Type", n.what(), indent + 4, b);
            xmlPlans(n.nodes(), indent + 4, b);
            b.append(in).append("  </Plan>\n");
        }
        b.append(in).append("</Plans>\n");
    }

    private static void element(String name, String value, int indent, StringBuilder b) {
        b.append(" ".repeat(indent)).append('<').append(name).append('>');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '&' -> b.append("&amp;");
                case '<' -> b.append("&lt;");
                case '>' -> b.append("&gt;");
                case '\r' -> b.append("&#x0d;");
                default -> b.append(c);
            }
        }
        b.append("</").append(name).append(">\n");
    }

    /** As {@link #json}, in YAML. */
    String yaml(String planning, String execution) {
        StringBuilder b = new StringBuilder("- Plan: \n    Node Type: ");
        quoted(head, b);
        if (rows >= 0) {
            b.append("\n    Actual Rows: ").append(rows);
        }
        if (!sql.isEmpty()) {
            b.append("\n    SQL: ");
            quoted(String.join("; ", sql), b);
        }
        yamlPlans(nodes, 4, b);
        if (planning != null) {
            b.append("\n  Planning Time: ").append(planning);
        }
        if (execution != null) {
            b.append("\n  Execution Time: ").append(execution);
        }
        return b.toString();
    }

    private static void yamlPlans(List<ExplainStatement.Node> nodes, int indent, StringBuilder b) {
        if (nodes.isEmpty()) {
            return;
        }
        String in = " ".repeat(indent);
        b.append('\n').append(in).append("Plans: ");
        for (ExplainStatement.Node n : nodes) {
            b.append('\n').append(in).append("  - Node Type: ");
            quoted(n.what(), b);
            yamlPlans(n.nodes(), indent + 4, b);
        }
    }

    private static void quoted(String s, StringBuilder b) {
        b.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (c == '"' || c == '\\') {
                b.append('\\').append(c);
            } else if (c < ' ') {
                b.append(String.format("\\u%04x", (int) c));
            } else {
                b.append(c);
            }
        }
        b.append('"');
    }
}
