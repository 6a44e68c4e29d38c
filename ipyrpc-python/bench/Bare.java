import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/** The least that a server with the same answers does: bytes of a known length, in and out. */
public class Bare {
    private static final Map<Integer, byte[]> KEPT = new ConcurrentHashMap<>();

    public static void main(String[] args) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/", Bare::answer);
        server.setExecutor(Executors.newCachedThreadPool());
        server.start();
        System.out.println("listening at http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] answer;
        if (exchange.getRequestMethod().equals("GET")) {
            answer = KEPT.computeIfAbsent(Integer.parseInt(exchange.getRequestURI().getQuery()), Bare::array);
        } else {
            int length = Integer.parseInt(exchange.getRequestHeaders().getFirst("Content-Length"));
            byte[] body = exchange.getRequestBody().readNBytes(length);
            boolean small = exchange.getRequestURI().getPath().equals("/small");
            answer = (small ? "3" : "" + ByteBuffer.wrap(body).order(ByteOrder.LITTLE_ENDIAN).getDouble(length - 8)).getBytes();
        }
        exchange.sendResponseHeaders(200, answer.length);
        // The JDK's server keeps a buffer of twice the largest write.
        for (int at = 0; at < answer.length; at += 1 << 16) {
            exchange.getResponseBody().write(answer, at, Math.min(1 << 16, answer.length - at));
        }
        exchange.close();
    }

    private static byte[] array(int n) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * n).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < n; i++) {
            bytes.putDouble(i);
        }
        return bytes.array();
    }
}
