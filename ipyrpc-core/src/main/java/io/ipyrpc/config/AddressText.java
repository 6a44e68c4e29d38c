package io.ipyrpc.config;

import java.util.regex.Pattern;

/** Addresses of servers as people write them. */
public final class AddressText {
    private static final Pattern HOST_AND_PORT = Pattern.compile("([^/:\\s\\[\\]]+|\\[[0-9A-Fa-f:.]+]):\\d+");

    private AddressText() {}

    /** The address with its scheme: {@code localhost:7777} is one of http. */
    public static String withScheme(String address) {
        return HOST_AND_PORT.matcher(address).matches() ? "http://" + address : address;
    }
}
