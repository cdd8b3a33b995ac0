package io.polywire.itests.r2db2.operation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What strace saw of a server, call by call in the order of time: a request with a mark comes in on a socket, the mark is
 * written to the log of the database, the log is synced, an answer goes out on the socket.
 */
final class SyscallTrace {
    private static final Pattern MARK = Pattern.compile("mark-\\d{3}-\\d{5}-end");
    private static final Pattern CALL = Pattern.compile("^(\\d+) +(?:<\\.\\.\\. )?(\\w+)(?:\\((\\d+)<([^>]*)>)?.*");

    private int line;
    private int answers;
    private final List<String> unsynced = new ArrayList<>();

    /** By mark: line of the first write to the log that has it. */
    private final Map<String, Integer> written = new HashMap<>();
    /** By socket: mark of the request that waits for its answer. */
    private final Map<String, String> asked = new HashMap<>();
    /** By thread: line at which its sync of the log began. */
    private final Map<String, Integer> syncing = new HashMap<>();
    /** By thread: the call that has not come back. */
    private final Map<String, String> unfinished = new HashMap<>();

    private final Set<String> seen = new HashSet<>();
    /** The latest beginning of a sync of the log that has come back. */
    private int synced = -1;

    static String mark(int client, int number) {
        return String.format("mark-%03d-%05d-end", client, number);
    }

    static SyscallTrace read(Path file) throws IOException {
        SyscallTrace t = new SyscallTrace();
        try (BufferedReader in = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            String l;
            while ((l = in.readLine()) != null) {
                t.line++;
                t.look(l);
            }
        }
        return t;
    }

    private void look(String l) {
        Matcher m = CALL.matcher(l);
        if (!m.matches()) {
            return;
        }
        String thread = m.group(1);
        String call = m.group(2);
        String target = m.group(4);
        boolean begins = !l.contains("<... ");
        boolean ends = !l.contains("<unfinished ...>");
        if (begins) {
            unfinished.put(thread, target == null ? "" : m.group(3) + target);
        }
        String on = unfinished.getOrDefault(thread, "");
        switch (call) {
            case "pwrite64" -> {
                if (on.endsWith("-wal")) {
                    marks(l).forEach(mark -> written.putIfAbsent(mark, line));
                }
            }
            case "fsync", "fdatasync" -> {
                if (on.endsWith("-wal")) {
                    if (begins) {
                        syncing.put(thread, line);
                    }
                    if (ends && l.contains("= 0")) {
                        synced = Math.max(synced, syncing.getOrDefault(thread, -1));
                    }
                }
            }
            case "read", "recvfrom", "readv", "recvmsg" -> {
                if (isSocket(on)) {
                    marks(l).stream().filter(seen::add).forEach(mark -> asked.put(on, mark));
                }
            }
            default -> {
                if (begins && isSocket(on) && asked.containsKey(on)) {
                    answered(asked.remove(on));
                }
            }
        }
    }

    private void answered(String mark) {
        answers++;
        Integer at = written.get(mark);
        if (at == null || synced < at) {
            unsynced.add(mark + (at == null ? " was not written" : " was written in line " + at)
                    + " and answered in line " + line);
        }
    }

    private static boolean isSocket(String target) {
        return target.contains("socket:") || target.contains("TCP");
    }

    private static List<String> marks(String l) {
        List<String> all = new ArrayList<>();
        Matcher m = MARK.matcher(l);
        while (m.find()) {
            all.add(m.group());
        }
        return all;
    }

    /** Answers to requests with a mark. */
    int answers() {
        return answers;
    }

    /** Those that went out before a sync of the log that began after the write. */
    List<String> unsynced() {
        return unsynced;
    }
}
