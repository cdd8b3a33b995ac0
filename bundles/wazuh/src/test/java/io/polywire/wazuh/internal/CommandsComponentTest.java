package io.polywire.wazuh.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.polywire.api.auth.Principal;
import io.polywire.api.error.FailureKind;
import io.polywire.api.error.SqlFailure;
import io.polywire.api.metric.MetricSource;
import io.polywire.api.session.Reply;
import io.polywire.api.session.SessionFactory;
import io.polywire.api.status.StatusEntry;
import io.polywire.api.storage.Storage;
import io.polywire.api.wire.Connection;
import io.polywire.wazuh.Conversation;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;

/** What the commands tell of themselves, over sessions that cannot be opened. */
class CommandsComponentTest {
    private static final Principal WHO = new Principal("test", 0, true, Set.of(), true);

    @SuppressWarnings("unchecked")
    private static <T> T fake(Class<T> type, Map<String, Object> answers) {
        return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            Object answer = answers.getOrDefault(method.getName(), method.getDefaultValue());
            for (Object argument : arguments == null ? new Object[0] : arguments) {
                if (argument instanceof Reply<?> reply && answer instanceof SqlFailure failure) {
                    reply.failed(failure);
                    return null;
                }
            }
            return answer;
        });
    }

    private static CommandsConfiguration configuration(Map<String, Object> values) {
        return fake(CommandsConfiguration.class, values);
    }

    private static CommandsComponent commands(Map<String, Object> values) {
        SqlFailure away = SqlFailure.of(FailureKind.UNAVAILABLE, "the storage is away");
        return new CommandsComponent(
                fake(BundleContext.class, Map.of("getProperty", "/nowhere")),
                configuration(values),
                fake(SessionFactory.class, Map.of("open", away)),
                fake(Storage.class, Map.of()));
    }

    private static String answer(Conversation conversation, String request) {
        return new String(
                conversation
                        .answer(request, replies -> CompletableFuture.completedFuture(null))
                        .toCompletableFuture()
                        .join(),
                StandardCharsets.UTF_8);
    }

    private static Map<String, StatusEntry> status(CommandsComponent commands) {
        Map<String, StatusEntry> all = new TreeMap<>();
        commands.entries().forEach(e -> all.put(e.name(), e));
        return all;
    }

    private static Map<String, Double> figures(CommandsComponent commands) {
        Map<String, Double> all = new TreeMap<>();
        commands.collect(new MetricSource.Collector() {
            @Override
            public void counter(String name, String description, double value, String... labels) {
                all.put(name + List.of(labels), value);
            }

            @Override
            public void gauge(String name, String description, double value, String... labels) {
                all.put(name + List.of(labels), value);
            }
        });
        return all;
    }

    @Test
    @DisplayName("W76: a database that cannot be opened is down, and says why")
    void health() {
        CommandsComponent commands = commands(Map.of());
        Conversation client = commands.open(fake(Connection.class, Map.of("id", 1L)), WHO, () -> {});
        assertThat(status(commands))
                .hasSize(4)
                .allSatisfy((name, e) -> assertThat(e.state()).isEqualTo(StatusEntry.State.UP));
        assertThat(answer(client, "task sql select 1")).startsWith("err ");
        assertThat(status(commands).get("wazuh_task"))
                .isEqualTo(new StatusEntry(
                        "wazuh", "wazuh_task", StatusEntry.State.DOWN, Map.of("reason", "the storage is away")));
        assertThat(status(commands).get("wazuh_global").state()).isEqualTo(StatusEntry.State.UP);
        commands.close();
    }

    @Test
    @DisplayName("W74: requests, their time, and errors by type")
    void figures() {
        CommandsComponent commands = commands(Map.of());
        Conversation client = commands.open(fake(Connection.class, Map.of("id", 1L)), WHO, () -> {});
        answer(client, "global sql select 1");
        answer(client, "global nonsense");
        answer(client, "global");
        Map<String, Double> figures = figures(commands);
        assertThat(figures)
                .containsEntry("wazuh.clients[]", 1.0)
                .containsEntry("wazuh.sessions[]", 0.0)
                .containsEntry("wazuh.requests[actor, global]", 3.0)
                .containsEntry("wazuh.failures[actor, global]", 3.0)
                .containsEntry("wazuh.errors[type, failed]", 1.0)
                .containsEntry("wazuh.errors[type, refused]", 2.0)
                .containsEntry("wazuh.errors[type, internal]", 0.0);
        assertThat(figures.get("wazuh.request.seconds[actor, global]")).isPositive();
        client.close();
        assertThat(figures(commands)).containsEntry("wazuh.clients[]", 0.0);
        commands.close();
    }

    @Test
    @DisplayName("W65: a configuration that is not allowed changes nothing, and the status says so")
    void refused() {
        CommandsComponent commands = commands(Map.of());
        commands.modified(configuration(Map.of("agent_sessions", 5, "http_reply_bytes", 70_000)));
        commands.modified(configuration(Map.of("agent_sessions", 0)));
        assertThat(commands.agentSessions()).isEqualTo(5);
        assertThat(commands.httpReply()).isEqualTo(70_000);
        assertThat(status(commands).get("commands"))
                .returns(StatusEntry.State.DEGRADED, StatusEntry::state)
                .satisfies(
                        e -> assertThat(e.attributes()).containsEntry("reason", "agent.sessions is 0, not 1 at least"));
        commands.modified(configuration(Map.of("agent_sessions", 6)));
        assertThat(commands.agentSessions()).isEqualTo(6);
        assertThat(commands.httpReply()).isEqualTo(64 * 1024 * 1024);
        assertThat(status(commands).get("commands").state()).isEqualTo(StatusEntry.State.UP);
        commands.close();
        assertThatThrownBy(() -> commands(Map.of("backup_kept", 0))).hasMessage("backup.kept is 0, not 1 at least");
    }
}
