/** The server's side of HTTP (§6) on the JDK's own server. */
package io.ipyrpc.http.server;
