/** Settings: a server's own, and those of functions by globs. Not exported. */
package io.ipyrpc.config;
