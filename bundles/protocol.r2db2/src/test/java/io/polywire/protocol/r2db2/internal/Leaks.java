package io.polywire.protocol.r2db2.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Fails each test class in which a buffer was not released; registered for all of them. */
public final class Leaks implements BeforeAllCallback, AfterAllCallback {
    static final List<String> REPORTS = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(new ResourceLeakDetectorFactory() {
            @Override
            @Deprecated
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(
                    Class<T> resource, int samplingInterval, long maxActive) {
                return newResourceLeakDetector(resource, samplingInterval);
            }

            @Override
            public <T> ResourceLeakDetector<T> newResourceLeakDetector(Class<T> resource, int samplingInterval) {
                return new ResourceLeakDetector<>(resource, samplingInterval) {
                    @Override
                    protected void reportTracedLeak(String type, String records) {
                        REPORTS.add(type + records);
                    }

                    @Override
                    protected void reportUntracedLeak(String type) {
                        REPORTS.add(type);
                    }
                };
            }
        });
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        if (ResourceLeakDetector.getLevel() != ResourceLeakDetector.Level.PARANOID) {
            throw new AssertionError("leaks are looked for at the level paranoid only");
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        look();
        if (!REPORTS.isEmpty()) {
            String all = String.join("\n\n", REPORTS);
            REPORTS.clear();
            throw new AssertionError("buffers were not released: " + all);
        }
    }

    /** What is lost is found when the collector has run and the next buffers are made. */
    private static void look() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            for (int n = 0; n < 50; n++) {
                ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(16);
                buffer.release();
            }
        }
    }
}
