package io.polywire.net.internal;

import io.polywire.api.metric.MetricSource;
import io.polywire.api.status.StatusEntry;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** A listener with everything around it that the framework would give it. */
final class Rig implements AutoCloseable {
    static final Map<String, Object> PLAIN = Map.of("protocol", "test", "port", "0");

    final EventLoops loops;
    final TestLog log = new TestLog();
    final TestWire wire = new TestWire("test", 0);
    final ListenerComponent listener;

    /** Everything is there, with the sockets of this system. */
    static Rig open(Path home, Map<String, Object> configuration) {
        return open(Transport.best(), home, configuration);
    }

    /** Everything is there. */
    static Rig open(Transport transport, Path home, Map<String, Object> configuration) {
        Rig rig = new Rig(transport, new Home(home, null), configuration);
        rig.listener.bindProfile(TestProfile.DEVELOPMENT);
        rig.plug(rig.wire);
        rig.listener.start();
        return rig;
    }

    static Rig open(Map<String, Object> configuration) {
        return open(null, configuration);
    }

    /** Nothing is bound yet. */
    Rig(Home home, Map<String, Object> configuration) {
        this(Transport.best(), home, configuration);
    }

    private Rig(Transport transport, Home home, Map<String, Object> configuration) {
        loops = new EventLoops(2, transport);
        listener = new ListenerComponent(home, loops, named(configuration));
        listener.bindEvents(log);
    }

    /** A configuration with changes; null removes. */
    static Map<String, Object> with(Map<String, Object> base, String... changes) {
        Map<String, Object> map = new HashMap<>(base);
        for (int i = 0; i < changes.length; i += 2) {
            if (changes[i + 1] == null) {
                map.remove(changes[i]);
            } else {
                map.put(changes[i], changes[i + 1]);
            }
        }
        return map;
    }

    private static Map<String, Object> named(Map<String, Object> configuration) {
        return with(configuration, "service.pid", "io.polywire.net~demo", "component.name", "x");
    }

    void plug(TestWire protocol) {
        listener.bindWire(protocol, Map.of("polywire.protocol", protocol.name(), "service.id", 1L));
    }

    void change(Map<String, Object> configuration) {
        listener.modified(named(configuration));
    }

    StatusEntry status() {
        return listener.entries().get(0);
    }

    String fact(String key) {
        return status().attributes().get(key);
    }

    int port() {
        return Integer.parseInt(fact("port"));
    }

    TestClient client() throws java.io.IOException {
        return TestClient.to(port());
    }

    int connections() {
        return Integer.parseInt(fact("connections"));
    }

    /** A figure, by name or "name/reason". */
    double figure(String name) {
        Map<String, Double> figures = new TreeMap<>();
        listener.collect(new MetricSource.Collector() {
            @Override
            public void counter(String metric, String description, double value, String... labels) {
                figures.put(labels.length > 2 ? metric + "/" + labels[3] : metric, value);
            }

            @Override
            public void gauge(String metric, String description, double value, String... labels) {
                counter(metric, description, value, labels);
            }
        });
        return figures.get(name);
    }

    @Override
    public void close() {
        listener.stop();
        loops.close();
    }
}
