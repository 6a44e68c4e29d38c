/**
 * What crosses the wire, the same for every transport, serializer and queue: frames, the control plane's JSON, limits,
 * operations, errors, and the records that describe functions and jobs. For authors of plugins.
 */
package io.ipyrpc.wire;
