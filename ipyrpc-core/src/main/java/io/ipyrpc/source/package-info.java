/** The documentation of functions, from the Javadoc of compiled classes and of single source files compiled in memory. */
package io.ipyrpc.source;
