/** Transports {@code http} and {@code https} (§6). */
package io.ipyrpc.http;
