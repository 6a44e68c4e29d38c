/**
 * The functions of a server: how Java methods become functions with names, parameters and documentation, and how the
 * arguments of a call are fitted to them. Not exported.
 */
package io.ipyrpc.registry;
