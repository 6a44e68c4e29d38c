/** The transport inside the process. Not exported. */
package io.ipyrpc.transport;
