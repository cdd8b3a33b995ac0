package io.polywire.control.internal;

import static io.polywire.control.internal.Collector.down;

import io.polywire.api.status.StatusEntry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Dictionary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** Holds what is configured against what the component runtime made of it. */
final class Configurations {
    /** Where the file of a configuration is kept by those who read files into Configuration Admin. */
    private static final String FILE = "felix.fileinstall.filename";

    private static final Set<String> MANAGED =
            Set.of("org.osgi.service.cm.ManagedService", "org.osgi.service.cm.ManagedServiceFactory");

    private final BundleContext context;
    private final ConfigurationAdmin admin;
    private final ServiceComponentRuntime runtime;
    /** Null where configurations do not come from a directory of ours. */
    private final Path directory;

    Configurations(BundleContext context, ConfigurationAdmin admin, ServiceComponentRuntime runtime, Path directory) {
        this.context = context;
        this.admin = admin;
        this.runtime = runtime;
        this.directory = directory;
    }

    /**
     * Adds an entry for each configuration and component that does not do what it should.
     *
     * @return how many of them wait for something that may still come
     */
    int check(List<StatusEntry> entries) {
        Collection<ComponentDescriptionDTO> components = runtime.getComponentDescriptionDTOs();
        List<Component> instances = new ArrayList<>();
        for (ComponentDescriptionDTO description : components) {
            for (ComponentConfigurationDTO instance : runtime.getComponentConfigurationDTOs(description)) {
                instances.add(new Component(instance, pids(instance)));
            }
        }
        int pending = 0;
        Set<Component> told = new HashSet<>();
        Set<Path> loaded = new HashSet<>();
        for (Known configuration : list()) {
            Path file = configuration.file();
            if (file != null) {
                loaded.add(file);
            }
            String name =
                    file == null ? configuration.pid() : file.getFileName().toString();
            if (!isTaken(configuration, components)) {
                entries.add(down("configuration", name, "no bundle takes it"));
            }
            for (Component instance : instances) {
                if (instance.pids().contains(configuration.pid()) && told.add(instance)) {
                    pending += instance.check("configuration", name, entries);
                }
            }
        }
        for (Component instance : instances) {
            if (told.add(instance)) {
                pending += instance.check("component", instance.dto().description.name, entries);
            }
        }
        return pending + missing(loaded, entries);
    }

    private record Component(ComponentConfigurationDTO dto, List<String> pids) {
        /** Identity: SCR makes a new DTO for each question, and one question is all that is looked at. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }

        int check(String section, String name, List<StatusEntry> entries) {
            switch (dto.state) {
                case ComponentConfigurationDTO.FAILED_ACTIVATION -> {
                    entries.add(down(section, name, Failures.reason(dto.failure)));
                    return 0;
                }
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE -> {
                    entries.add(down(section, name, waitsFor(dto.unsatisfiedReferences)));
                    return 1;
                }
                default -> {
                    // up, or a component that waits for a configuration which nobody wrote
                    return 0;
                }
            }
        }

        private static String waitsFor(UnsatisfiedReferenceDTO[] references) {
            return Arrays.stream(references)
                    .map(r -> r.target == null ? r.name : r.name + " " + r.target)
                    .collect(Collectors.joining(", ", "it waits for ", ""));
        }
    }

    /** Files that nobody has read: not yet, or because they cannot be. */
    private int missing(Set<Path> loaded, List<StatusEntry> entries) {
        if (directory == null) {
            return 0;
        }
        int missing = 0;
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".cfg") && !loaded.contains(file)) {
                    entries.add(down("configuration", name, "it is not read; the log says why if it cannot be"));
                    missing++;
                }
            }
        } catch (IOException e) {
            entries.add(down("configuration", directory.toString(), "the directory cannot be read: " + e.getMessage()));
        }
        return missing;
    }

    /**
     * A configuration as it was when it was looked at.
     *
     * @param factoryPid null for one that is no factory's
     * @param file where it was read from; null if from none
     */
    record Known(String pid, String factoryPid, Path file) {
        /** What one says of itself; null if it was deleted meanwhile: its methods throw then. */
        static Known of(Configuration configuration) {
            try {
                return new Known(
                        configuration.getPid(), configuration.getFactoryPid(), Configurations.file(configuration));
            } catch (IllegalStateException deleted) {
                return null;
            }
        }
    }

    private List<Known> list() {
        try {
            Configuration[] all = admin.listConfigurations(null);
            if (all == null) {
                return List.of();
            }
            TreeMap<String, Known> sorted = new TreeMap<>();
            for (Configuration configuration : all) {
                Known known = Known.of(configuration);
                if (known != null) {
                    sorted.put(known.pid(), known);
                }
            }
            return List.copyOf(sorted.values());
        } catch (IOException | InvalidSyntaxException e) {
            throw new IllegalStateException("Configuration Admin cannot list what it has", e);
        }
    }

    private static Path file(Configuration configuration) {
        Dictionary<String, Object> properties = configuration.getProperties();
        Object name = properties == null ? null : properties.get(FILE);
        return name == null
                ? null
                : Path.of(URI.create(name.toString())).toAbsolutePath().normalize();
    }

    private boolean isTaken(Known configuration, Collection<ComponentDescriptionDTO> components) {
        String pid = configuration.factoryPid() == null ? configuration.pid() : configuration.factoryPid();
        for (ComponentDescriptionDTO component : components) {
            if (Arrays.asList(component.configurationPid).contains(pid)) {
                return true;
            }
        }
        try {
            var services = context.getAllServiceReferences(null, "(" + Constants.SERVICE_PID + "=" + pid + ")");
            return services != null
                    && Arrays.stream(services)
                            .flatMap(s -> Arrays.stream((String[]) s.getProperty(Constants.OBJECTCLASS)))
                            .anyMatch(MANAGED::contains);
        } catch (InvalidSyntaxException e) {
            throw new IllegalArgumentException("a PID that cannot be asked for: " + pid, e);
        }
    }

    private static List<String> pids(ComponentConfigurationDTO instance) {
        Object pid = instance.properties.get(Constants.SERVICE_PID);
        if (pid instanceof String one) {
            return List.of(one);
        }
        if (pid instanceof String[] several) {
            return List.of(several);
        }
        return pid instanceof Collection<?> several
                ? several.stream().map(Object::toString).toList()
                : List.of();
    }
}
