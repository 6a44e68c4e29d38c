package io.ipyrpc.plugin;

import java.util.Map;
import java.util.Set;

/** Which artifact brings what, for messages alone: nothing is loaded by it. */
public final class Artifacts {
    private static final Map<String, String> KNOWN = Map.of(
            "serializer json", "ipyrpc-json",
            "serializer binary", "ipyrpc-binary",
            "serializer ipyrpc_binary", "ipyrpc-binary",
            "transport http", "ipyrpc-http-jdk",
            "transport https", "ipyrpc-http-jdk",
            "transport zmq", "ipyrpc-zmq",
            "queue redis", "ipyrpc-redis",
            "queue local", "ipyrpc-localqueue",
            "authenticator hmac", "ipyrpc-auth-hmac");

    private static final Set<String> COMING =
            Set.of("ipyrpc-zmq", "ipyrpc-redis", "ipyrpc-localqueue", "ipyrpc-auth-hmac");

    private Artifacts() {}

    /** {@code "; add ipyrpc-json"}, that it is yet to come, or "" for what no module of this project brings. */
    public static String hint(String kind, String name) {
        String artifact = KNOWN.get(kind + " " + name);
        if (artifact == null) {
            return "";
        }
        return COMING.contains(artifact)
                ? "; it will come with " + artifact + ", which is not there yet"
                : "; add " + artifact + " to the class path or the plugins folder";
    }
}
