/** The queue that lives in the process. Not exported. */
package io.ipyrpc.queue;
