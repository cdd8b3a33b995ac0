package io.polywire.storage.sqlite.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Looks at a write-ahead log that somebody has left before SQLite does. SQLite takes from it what comes before the first
 * frame that is not as it was written, and says nothing of what comes behind: that is as it should be for a transaction
 * that was being written when the power went, and it is a loss where commits stand behind.
 *
 * <pre>
 *   header 32 bytes: magic, version, page size, number, salt 2 x 4, checksum 2 x 4
 *   frame 24 bytes and a page: page number, pages after a commit (0: none), salt 2 x 4, checksum 2 x 4 of all before it
 * </pre>
 *
 * <p>The log is never locked, so that its descriptor may be closed ({@link LogIndex}).
 */
final class LogInspection {
    private static final int HEADER = 32;
    private static final int FRAME = 24;
    private static final int MAGIC = 0x377f0682;

    private final FileChannel log;
    private final long size;
    private boolean bigEndian;
    private int pageSize;
    private long salts;
    private int sum0;
    private int sum1;

    private LogInspection(FileChannel log) throws IOException {
        this.log = log;
        this.size = log.size();
    }

    /**
     * What SQLite will leave out.
     *
     * @return null if that is nothing that was committed, as far as the log tells
     */
    static String lost(Path file) {
        try (FileChannel log = FileChannel.open(file, StandardOpenOption.READ)) {
            return new LogInspection(log).look();
        } catch (NoSuchFileException none) {
            return null;
        } catch (IOException e) {
            return "it cannot be read: " + e.getMessage();
        }
    }

    private String look() throws IOException {
        if (size < HEADER + FRAME) {
            return null;
        }
        ByteBuffer header = read(0, HEADER);
        int magic = header.getInt(0);
        pageSize = header.getInt(8);
        salts = header.getLong(16);
        bigEndian = (magic & 1) != 0;
        if ((magic | 1) != (MAGIC | 1) || pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
            return isNothing(header) ? null : "its header is damaged";
        }
        add(header, 0, HEADER - 8);
        if (sum0 != header.getInt(24) || sum1 != header.getInt(28)) {
            return "its header is damaged";
        }
        long frames = (size - HEADER) / (FRAME + pageSize);
        long sound = 0;
        while (sound < frames && isSound(sound)) {
            sound++;
        }
        // the first that is not may be one that was being written
        long commits = 0;
        for (long i = sound + 1; i < frames; i++) {
            ByteBuffer f = read(HEADER + i * (FRAME + pageSize), FRAME);
            if (f.getLong(8) == salts && f.getInt(4) != 0) {
                commits++;
            }
        }
        // somebody who has the database open may have begun the log anew meanwhile
        boolean same = read(0, HEADER).equals(header);
        return commits == 0 || !same
                ? null
                : "of its " + frames + " pages the one numbered " + (sound + 1) + " is damaged, with " + commits
                        + " commits behind it";
    }

    private boolean isSound(long frame) throws IOException {
        ByteBuffer f = read(HEADER + frame * (FRAME + pageSize), FRAME + pageSize);
        if (f.getLong(8) != salts || f.getInt(0) == 0) {
            return false;
        }
        add(f, 0, 8);
        add(f, FRAME, pageSize);
        return sum0 == f.getInt(16) && sum1 == f.getInt(20);
    }

    private void add(ByteBuffer b, int from, int length) {
        b.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        for (int i = from; i < from + length; i += 8) {
            sum0 += b.getInt(i) + sum1;
            sum1 += b.getInt(i + 4) + sum0;
        }
        b.order(ByteOrder.BIG_ENDIAN);
    }

    private static boolean isNothing(ByteBuffer header) {
        for (int i = 0; i < HEADER; i++) {
            if (header.get(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private ByteBuffer read(long at, int length) throws IOException {
        ByteBuffer b = ByteBuffer.allocate(length);
        while (b.hasRemaining()) {
            if (log.read(b, at + b.position()) < 0) {
                throw new IOException("it has become shorter");
            }
        }
        return b.flip();
    }
}
