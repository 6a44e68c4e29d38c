package io.ipyrpc.http.server;

import java.util.Map;

/**
 * What the JDK's server reads once, when its first one in this JVM is made, and never again. What the user set stays.
 */
final class JdkServerProperties {
    private static final Map<String, String> DEFAULTS = Map.of(
            // Without it every answer of more than one segment waits 40 ms for the client's acknowledgement.
            "sun.net.httpserver.nodelay",
            "true",
            "sun.net.httpserver.maxIdleConnections",
            "1000",
            // The JDK's own bound lets every half-open connection hold 380 KB.
            "sun.net.httpserver.maxReqHeaderSize",
            "65536",
            "sun.net.httpserver.maxReqHeaders",
            "100");

    /** Room for idle connections, and for those that have sent nothing yet, beside the busy ones. */
    private static final int IDLE = 2_000;

    private static final int LEAST = 10_000;

    private JdkServerProperties() {}

    /**
     * Sets what is not set.
     *
     * @param connections how many may be busy
     */
    static synchronized void apply(int connections) {
        DEFAULTS.forEach(JdkServerProperties::setDefault);
        setDefault("jdk.httpserver.maxConnections", Integer.toString(Math.max(LEAST, connections) + IDLE));
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
