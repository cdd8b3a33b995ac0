package io.polywire.protocol.wazuh.internal;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.polywire.wazuh.Question;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a request line asks for.
 *
 * @param question null if the path is not known, or lacks a part
 * @param argument the part of the path that is one, or null where the body is it
 * @param missing name of the part of the path that is empty, or null
 */
record Paths(Question question, String argument, String missing) {
    private static final Paths UNKNOWN = new Paths(null, null, null);

    /** Reads method and path; what stands behind a question mark is not looked at. */
    static Paths of(HttpMethod method, String uri) {
        String raw = uri.split("[?#]", 2)[0];
        if (!raw.startsWith("/v1/agents/")) {
            return UNKNOWN;
        }
        List<String> parts = List.of(raw.substring("/v1/agents/".length()).split("/", -1));
        boolean get = method.equals(HttpMethod.GET);
        boolean post = method.equals(HttpMethod.POST);
        String path = String.join("/", parts);
        if (get && path.equals("ids")) {
            return new Paths(Question.AGENT_IDS, "", null);
        } else if (get && path.equals("ids/groups")) {
            return new Paths(Question.AGENTS_GROUPS, "", null);
        } else if (get && parts.size() == 3 && path.startsWith("ids/groups/")) {
            return argument(Question.GROUP_AGENTS, parts.get(2), "name");
        } else if (get && path.equals("sync")) {
            return new Paths(Question.SYNC_GET, "", null);
        } else if (get && parts.size() == 2 && parts.get(1).equals("groups")) {
            return argument(Question.AGENT_GROUPS, parts.get(0), "agent_id");
        } else if (post && path.equals("summary")) {
            return new Paths(Question.SUMMARY, null, null);
        } else if (post && path.equals("sync")) {
            return new Paths(Question.SYNC_SET, null, null);
        } else if (post && path.equals("restartinfo")) {
            return new Paths(Question.RESTART_INFO, null, null);
        }
        return UNKNOWN;
    }

    private static Paths argument(Question question, String part, String name) {
        if (part.isEmpty()) {
            return new Paths(null, null, name);
        }
        try {
            // a plus is no blank in a path
            return new Paths(
                    question,
                    QueryStringDecoder.decodeComponent(part.replace("+", "%2B"), StandardCharsets.UTF_8),
                    null);
        } catch (IllegalArgumentException badEscape) {
            return UNKNOWN;
        }
    }
}
