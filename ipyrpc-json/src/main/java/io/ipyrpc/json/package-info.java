/** Serializer {@code json}: the values of the protocol (§2, §2.1, §2.2, §3) as JSON text, on Jackson's streaming API. */
package io.ipyrpc.json;
