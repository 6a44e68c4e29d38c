/** The client's road: requests out, events in, output replayed, results decoded while they arrive. Not exported. */
package io.ipyrpc.client;
