package io.polywire.launcher;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** One run of the framework in one home, from the lock of the home to the exit status. */
final class Server {
    /** Service property of the {@link IntConsumer} through which a bundle ends the process with a status. */
    static final String EXIT = "polywire.exit";

    private final Home home;
    private final Path distribution;
    private final int portOffset;
    private final long stopMillis = Long.getLong("polywire.stop.timeout.ms", 30_000);
    private Framework framework;
    private volatile int status = ExitStatus.OK;

    private Server(Home home, Path distribution, int portOffset) {
        this.home = home;
        this.distribution = distribution;
        this.portOffset = portOffset;
    }

    /** Runs a server until it is stopped, by a signal or through {@value #EXIT}. */
    static int run(Home home, Path distribution, int portOffset) throws InterruptedException {
        home.create(distribution.resolve("config"));
        // not given back: the system does it when the process is gone, which is what others wait for
        home.lock();
        home.clean();
        return new Server(home, distribution, portOffset).run();
    }

    private int run() throws InterruptedException {
        Map<String, String> properties = properties();
        // some of them are asked for as system properties, by code that has no framework to ask
        properties.forEach(System::setProperty);
        framework = java.util.ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new Failure(ExitStatus.FAILED, "lib/ holds no OSGi framework"))
                .newFramework(properties);
        try {
            framework.init();
            Dictionary<String, Object> exit = new Hashtable<>(Map.of(EXIT, true));
            framework.getBundleContext().registerService(IntConsumer.class, this::exit, exit);
            SystemBundles.install(framework.getBundleContext(), distribution.resolve("system"));
            Runtime.getRuntime().addShutdownHook(new Thread(this::stopOnSignal, "polywire-stop"));
            framework.start();
        } catch (BundleException e) {
            throw new Failure(ExitStatus.FAILED, "the framework does not start: " + e.getMessage(), e);
        }
        framework.waitForStop(0);
        return status;
    }

    private Map<String, String> properties() {
        Path data = home.data();
        String watched = home.config() + "," + home.deploy();
        if (watched.indexOf(',') != watched.lastIndexOf(',') || watched.contains("${")) {
            throw new Failure(ExitStatus.USAGE, "a home's path can hold neither a comma nor ${: " + home.root());
        }
        Map<String, String> p = new HashMap<>();
        p.put("polywire.home", home.root().toString());
        p.put("polywire.distribution", distribution.toString());
        p.put("polywire.version", version());
        p.put("polywire.port.offset", Integer.toString(portOffset));
        p.put("polywire.start.millis", Long.toString(processStart()));
        // native code of SQLite and LZ4 is unpacked here, where it may be run and is cleaned up
        p.put("java.io.tmpdir", data.resolve("tmp").toString());
        p.put("org.sqlite.tmpdir", data.resolve("tmp").toString());

        p.put(Constants.FRAMEWORK_STORAGE, data.resolve("cache").toString());
        p.put(Constants.FRAMEWORK_BEGINNING_STARTLEVEL, Integer.toString(SystemBundles.TOP_LEVEL));
        p.put("felix.cache.locking", "false");
        p.put("felix.startlevel.bundle", Integer.toString(SystemBundles.ADDED_LEVEL));

        p.put("felix.fileinstall.dir", watched);
        p.put("felix.fileinstall.filter", ".*\\.(cfg|config|jar)");
        // a new file is taken once it was the same in two looks
        p.put("felix.fileinstall.poll", "250");
        p.put("felix.fileinstall.noInitialDelay", "true");
        p.put("felix.fileinstall.start.level", Integer.toString(SystemBundles.ADDED_LEVEL));
        p.put("felix.fileinstall.tmpdir", data.resolve("tmp").toString());
        p.put("felix.fileinstall.enableConfigSave", "false");
        p.put("felix.fileinstall.log.level", "2");
        p.put("felix.cm.dir", data.resolve("cm").toString());
        // the default of five seconds would hide for so long that a component came up
        p.put("ds.service.changecount.timeout", "20");
        // known before any configuration is read: nothing is logged in another way than its file says
        p.put(
                "org.ops4j.pax.logging.property.file",
                home.config().resolve("logback.xml").toString());
        p.put("org.ops4j.pax.logging.DefaultServiceLog.level", "ERROR");
        return p;
    }

    private static String version() {
        String version = Server.class.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    /**
     * When the start began, in milliseconds: as the script says, since the process may have been another script for a
     * while, or else when the process began. A date without nanoseconds leaves a letter in their place.
     */
    private static long processStart() {
        String script = System.getProperty("polywire.started", "");
        if (script.matches("\\d{19}")) {
            return TimeUnit.NANOSECONDS.toMillis(Long.parseLong(script));
        }
        return ProcessHandle.current()
                .info()
                .startInstant()
                .orElseGet(Instant::now)
                .toEpochMilli();
    }

    /** Called by a bundle, on any thread: ends the server in its good order. */
    private void exit(int wanted) {
        status = wanted;
        Thread stop = new Thread(
                () -> {
                    if (!stopFramework()) {
                        Runtime.getRuntime().halt(ExitStatus.FAILED);
                    }
                },
                "polywire-stop");
        stop.start();
    }

    /** The shutdown hook; after a stop through {@link #exit} there is nothing left for it to do. */
    private void stopOnSignal() {
        if (framework.getState() == org.osgi.framework.Bundle.ACTIVE
                || framework.getState() == org.osgi.framework.Bundle.STARTING) {
            // without this the status would be the signal's, and a stop in good order look like a crash
            Runtime.getRuntime().halt(stopFramework() ? ExitStatus.OK : ExitStatus.FAILED);
        }
    }

    private boolean stopFramework() {
        try {
            framework.stop();
            if (framework.waitForStop(stopMillis).getType() != org.osgi.framework.FrameworkEvent.WAIT_TIMEDOUT) {
                return true;
            }
            System.err.println("polywire: not everything ended within " + TimeUnit.MILLISECONDS.toSeconds(stopMillis)
                    + " s; the process ends all the same");
        } catch (BundleException e) {
            System.err.println("polywire: the framework does not stop: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }
}
