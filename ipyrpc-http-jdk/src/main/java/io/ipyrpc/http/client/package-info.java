/**
 * A small HTTP/1.1 client on blocking sockets: {@link io.ipyrpc.http.client.HttpClient}. It knows HTTP and nothing of
 * what is called over it.
 *
 * <p>One server a client, one connection an exchange, and connections kept between exchanges. Answers are read strictly
 * and within bounds: lines end with CR LF, one framing and no more, and a body that was cut is an error. A request is
 * never sent twice unless it says that it may be.
 */
package io.ipyrpc.http.client;
