package io.polywire.wazuh.internal;

import io.polywire.wazuh.Conversation;
import java.util.concurrent.CompletableFuture;

/** Requests that are a JSON object: the reply is one too, without a status word. */
final class Control {
    private static final int INVALID_JSON = 1;
    private static final int EMPTY_COMMAND = 2;
    private static final int UNKNOWN_COMMAND = 3;
    private static final int NO_PARAMETERS = 4;
    private static final int NO_SECTION = 5;
    private static final int UNKNOWN_SECTION = 6;

    private static final String PARTS =
            "SELECT CASE WHEN NOT json_valid(?1) THEN NULL WHEN json_type(?1, '$.command') IS"
                    + " 'text' THEN 'c' || json_extract(?1, '$.command') ELSE '' END, CASE WHEN json_valid(?1) THEN CASE WHEN coalesce(json_type(?1,"
                    + " '$.parameters'), '') <> 'object' THEN NULL ELSE coalesce(json_extract(?1, '$.parameters.section'), '')"
                    + " END END";

    private Control() {}

    /** Answers a request; SQLite reads its JSON, on the session of the global database. */
    static CompletableFuture<byte[]> answer(CommandsComponent commands, Runners runners, String request) {
        return runners.with(Target.GLOBAL, runner -> runner.effect(PARTS, request))
                .thenApply(cells -> cells.rows().get(0))
                .thenApply(parts -> SessionConversation.text(answer(commands, parts[0], parts[1])));
    }

    private static String answer(CommandsComponent commands, String command, String section) {
        if (command == null) {
            return error(INVALID_JSON, "Invalid JSON");
        }
        return switch (command) {
            case "" -> error(EMPTY_COMMAND, "Empty command");
            case "cgetstats" -> done(commands.statistics().json());
            case "cgetconfig" -> {
                if (section == null) {
                    yield error(NO_PARAMETERS, "No parameters");
                }
                yield switch (section) {
                    case "" -> error(NO_SECTION, "No section");
                    case "internal" ->
                        done("{\"wazuh_db\":{\"agent_sessions\":" + commands.agentSessions() + ",\"max_reply\":"
                                + Conversation.MAX_REPLY + "}}");
                    case "wdb" ->
                        done("{\"wdb\":{\"backup\":[{\"database\":\"global\",\"enabled\":false,\"max_files\":"
                                + commands.backupsKept() + "}]}}");
                    default -> error(UNKNOWN_SECTION, "Unknown section");
                };
            }
            default -> error(UNKNOWN_COMMAND, "Unknown command");
        };
    }

    private static String done(String data) {
        return "{\"error\":0,\"message\":\"ok\",\"data\":" + data + "}";
    }

    private static String error(int number, String message) {
        return "{\"error\":" + number + ",\"message\":\"" + message + "\",\"data\":{}}";
    }
}
