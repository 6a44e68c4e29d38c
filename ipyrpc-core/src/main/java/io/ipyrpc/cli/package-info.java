/** The command line: {@link io.ipyrpc.cli.Main} and one class for each command. The only code that prints. Not exported. */
package io.ipyrpc.cli;
