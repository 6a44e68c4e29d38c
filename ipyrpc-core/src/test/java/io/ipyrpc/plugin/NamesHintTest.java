package io.ipyrpc.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ipyrpc.RpcServer;
import io.ipyrpc.function.FunctionProvider;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Functions that were compiled without anything that keeps their parameters' names. */
final class NamesHintTest {
    @TempDir
    Path folder;

    private final List<String> logged = new CopyOnWriteArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            logged.add(record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @Test
    void whoeverHasNoNamesIsToldOnceWhatThePomNeeds() throws Exception {
        Path plugins = folder.resolve("plugins");
        new PluginJar(folder.resolve("work"), plugins.resolve("f").resolve("f.jar"))
                .source("Plain", """
                        import io.ipyrpc.function.*;
                        public class Plain implements FunctionProvider {
                            public void provide(Functions functions) {
                                functions.register(this);
                            }
                            @Rpc public int add(int a, int b) { return a + b; }
                            @Rpc public int sub(int a, int b) { return a - b; }
                        }
                        """)
                .service(FunctionProvider.class.getName(), "Plain")
                .build();
        Logger logger = Logger.getLogger("io.ipyrpc.registry.MethodFunction");
        logger.addHandler(handler);
        try (RpcServer server = RpcServer.create(plugins)) {
            assertEquals(2, server.functions().size());
        } finally {
            logger.removeHandler(handler);
        }
        assertEquals(
                List.of(
                        "callers of Plain.add(int, int) see arg0 in place of its parameters' names: no documentation was"
                                + " saved when Plain was compiled; to have parameter names and Javadoc saved with it, name"
                                + " ipyrpc-core in <annotationProcessorPaths> of the maven-compiler-plugin, or, in a project"
                                + " without module-info.java, set <proc>full</proc> there: since JDK 23 javac runs no annotation"
                                + " processor that is merely on the class path"),
                logged);
    }
}
