package io.ipyrpc.server;

import java.util.Locale;

/** A page of measurements in Prometheus' text format, version 0.0.4. For one thread. */
final class MetricsPage {
    /** The media type of such a page. */
    static final String MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(8_192);

    /** Begins a family of samples; the help needs no escaping: it is ours. */
    void family(String name, String type, String help) {
        text.append("# HELP ").append(name).append(' ').append(help).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /** A sample; the labels are such as {@code a="1",b="2"}, or empty. */
    void sample(String name, String labels, Number value) {
        text.append(name);
        if (!labels.isEmpty()) {
            text.append('{').append(labels).append('}');
        }
        text.append(' ').append(value).append('\n');
    }

    /** A family of one sample without labels. */
    void single(String name, String type, String help, Number value) {
        family(name, type, help);
        sample(name, "", value);
    }

    /** A label whose value may be any text. */
    static String label(String name, String value) {
        return String.format(
                Locale.ROOT,
                "%s=\"%s\"",
                name,
                value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n"));
    }

    /** The page. */
    @Override
    public String toString() {
        return text.toString();
    }
}
