package io.ipyrpc.pointer;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The path of a pointer (§5).
 *
 * @param server the process that keeps the value
 * @param id the value's, there
 */
public record PointerPath(String server, String id) {
    private static final Pattern FORM = Pattern.compile("/data/([A-Za-z0-9_-]{1,100})/([A-Za-z0-9_-]{1,100})");

    /** The parts of a path, or null where it is no pointer's. */
    public static PointerPath of(String path) {
        Matcher form = FORM.matcher(path);
        return form.matches() ? new PointerPath(form.group(1), form.group(2)) : null;
    }

    /** The path. */
    @Override
    public String toString() {
        return "/data/" + server + "/" + id;
    }
}
