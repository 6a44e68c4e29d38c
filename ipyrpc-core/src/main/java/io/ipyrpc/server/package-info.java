/**
 * The road of a call, from a request to the last event: {@code Dispatcher}, {@code Gate}, {@code CallHandler}, {@code
 * Workers}, {@code Worker}, {@code AnswerPump}. Not exported.
 */
package io.ipyrpc.server;
