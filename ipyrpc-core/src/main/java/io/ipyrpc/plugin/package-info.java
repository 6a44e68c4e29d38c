/** Finds what is installed, on the class path, the module path and in the plugins folder. Not exported. */
package io.ipyrpc.plugin;
