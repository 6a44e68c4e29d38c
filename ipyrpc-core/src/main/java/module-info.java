/**
 * The core of ipyrpc: what callers, authors of functions and authors of plugins use. It needs the JDK alone.
 *
 * @uses io.ipyrpc.spi.Serializer what turns values into bytes
 * @uses io.ipyrpc.spi.Transport what carries requests
 * @uses io.ipyrpc.spi.QueueBackend what keeps jobs
 * @uses io.ipyrpc.spi.PointerStore what keeps the values of pointers
 * @uses io.ipyrpc.spi.Authenticator what knows callers
 * @uses io.ipyrpc.function.FunctionProvider what brings functions
 */
module io.ipyrpc.core {
    requires java.compiler;

    exports io.ipyrpc;
    exports io.ipyrpc.function;
    exports io.ipyrpc.data;
    exports io.ipyrpc.wire;
    exports io.ipyrpc.spi;

    uses io.ipyrpc.spi.Serializer;
    uses io.ipyrpc.spi.Transport;
    uses io.ipyrpc.spi.QueueBackend;
    uses io.ipyrpc.spi.PointerStore;
    uses io.ipyrpc.spi.Authenticator;
    uses io.ipyrpc.function.FunctionProvider;

    provides io.ipyrpc.spi.Transport with
            io.ipyrpc.transport.InProcessTransport;
    provides io.ipyrpc.spi.QueueBackend with
            io.ipyrpc.queue.MemoryBackend;
    provides io.ipyrpc.spi.PointerStore with
            io.ipyrpc.pointer.MemoryStore;
    provides javax.annotation.processing.Processor with
            io.ipyrpc.source.DocProcessor;
}
