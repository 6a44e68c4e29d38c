/** Values that stay on the server, and what is asked of them there. Not exported. */
package io.ipyrpc.pointer;
