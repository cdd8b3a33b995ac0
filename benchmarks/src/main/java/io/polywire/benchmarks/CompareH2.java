package io.polywire.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Polywire's r2db2 wire over SQLite beside H2's own TCP server: interleaved rounds on one machine, medians, ratios.
 *
 * <pre>java -cp 'benchmarks/target/*:benchmarks/target/lib/*' io.polywire.benchmarks.CompareH2 distribution/target/polywire [rounds] [seconds]</pre>
 */
public final class CompareH2 {
    private CompareH2() {}

    /** Runs it: the distribution's folder, rounds (default 5), seconds of a round (default 4). */
    public static void main(String[] args) throws Exception {
        Path distribution = Path.of(args[0]).toAbsolutePath();
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 5;
        double seconds = args.length > 2 ? Double.parseDouble(args[2]) : 4;
        Path work = Files.createTempDirectory("polywire-bench");
        try (Servers.Server ours = Servers.polywire(distribution, work);
                Servers.Server h2 = Servers.h2(work)) {
            System.out.printf("idle after start: polywire RSS %d MiB, h2 RSS %d MiB%n", rss(ours), rss(h2));
            Workloads.load(ours, true);
            Workloads.load(h2, true);
            compare("point, prepared, 8 clients", rounds, ours, h2, s -> Workloads.point(s, 8, 2, seconds));
            compare("point, prepared, 1 client", rounds, ours, h2, s -> Workloads.point(s, 1, 1, seconds));
            compare("1M rows x 5, fetch 1000", 3, ours, h2, Workloads::bigRead);
            compare("insert, autocommit, 1 client", 3, ours, h2, s -> Workloads.insert(s, seconds));
            System.out.printf(
                    "peak RSS: polywire %d MiB, h2 %d MiB%n",
                    ours.process().kib("VmHWM") / 1024, h2.process().kib("VmHWM") / 1024);
        }
    }

    private static long rss(Servers.Server s) {
        return s.process().kib("VmRSS") / 1024;
    }

    private interface Round {
        Workloads.Figure run(Servers.Server s) throws Exception;
    }

    private static void compare(String what, int rounds, Servers.Server ours, Servers.Server h2, Round round)
            throws Exception {
        List<Double> rate = new ArrayList<>();
        List<Double> cpu = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            Workloads.Figure a = round.run(ours);
            Workloads.Figure b = round.run(h2);
            rate.add(a.perSecond() / b.perSecond());
            cpu.add(a.cpuMicros() / b.cpuMicros());
            System.out.printf(
                    Locale.ROOT,
                    "%s, round %d: polywire %.0f/s %.2f us, h2 %.0f/s %.2f us%n",
                    what,
                    i + 1,
                    a.perSecond(),
                    a.cpuMicros(),
                    b.perSecond(),
                    b.cpuMicros());
        }
        System.out.printf(
                Locale.ROOT,
                "%s: server CPU polywire/h2 %.2f, rate polywire/h2 %.2f (medians of %d rounds)%n",
                what,
                median(cpu),
                median(rate),
                rounds);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }
}
