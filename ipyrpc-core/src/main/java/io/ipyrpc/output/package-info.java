/** What functions print, to those who called them. Not exported. */
package io.ipyrpc.output;
