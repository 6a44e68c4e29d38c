package io.ipyrpc.cli;

import io.ipyrpc.config.Nearest;
import io.ipyrpc.output.OutputRouter;
import io.ipyrpc.wire.RpcException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code java -jar ipyrpc-core.jar} runs: finds the command, and turns whatever it throws into a line and a code. */
public final class Main {
    private static final Map<String, Command> COMMANDS = new LinkedHashMap<>();

    static {
        List.of(
                        new Serve(),
                        new CallFunction(),
                        new SubmitCall(),
                        new ListJobs(),
                        new ShowJob(),
                        new CancelJob(),
                        new RetryJob(),
                        new ListFunctions(),
                        new Help(),
                        new Bench(),
                        new ListPlugins())
                .forEach(command -> COMMANDS.put(command.name(), command));
    }

    private Main() {}

    /**
     * Runs a command and ends the process with its exit code.
     *
     * @param arguments the command's name and its words; none shows the help
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            // Before anything else can keep the old streams: what kept them would print past the calls.
            OutputRouter.install();
            Serve.logInLines();
        }
        System.exit(run(Shell.ofProcess(), arguments));
    }

    /** Runs a command and gives its exit code; nothing is thrown. */
    static int run(Shell shell, String... arguments) {
        try {
            return runCommand(shell, Arrays.asList(arguments));
        } catch (CommandException e) {
            shell.complain(e.getMessage());
            return e.exitCode();
        } catch (RpcException e) {
            shell.complain(e.error().code() + ": " + e.getMessage());
            return Exit.of(e.error().code());
        } catch (OutputClosedException e) {
            if (e.reason() != null) {
                shell.complain("cannot write the output: " + e.reason());
            }
            return e.reason() == null ? Exit.PIPE : Exit.FAULT;
        } catch (IOException e) {
            shell.complain(e.getMessage() == null ? e.toString() : e.getMessage());
            return Exit.UNREACHABLE;
        } catch (Throwable e) {
            StringWriter trace = new StringWriter();
            e.printStackTrace(new PrintWriter(trace, true));
            shell.complain(
                    "a fault of ipyrpc or of a plugin:\n" + trace.toString().stripTrailing());
            return Exit.FAULT;
        }
    }

    private static int runCommand(Shell shell, List<String> arguments) throws IOException {
        if (arguments.isEmpty()) {
            shell.warn(help());
            return Exit.USAGE;
        }
        String name = arguments.get(0);
        if (name.equals("--help") || name.equals("-h")) {
            shell.print(help());
            return Exit.OK;
        }
        if (name.equals("--version")) {
            shell.print("ipyrpc " + Installation.version());
            return Exit.OK;
        }
        Command command = command(name);
        List<String> rest = arguments.subList(1, arguments.size());
        Words words = command.words(rest);
        if (words.has("help")) {
            shell.print(command.help());
            return Exit.OK;
        }
        return command.run(words, shell);
    }

    /** The command of that name; refused with the nearest where there is none. */
    static Command command(String name) {
        Command command = COMMANDS.get(name);
        if (command == null) {
            String kind = name.startsWith("-") ? "option" : "command";
            throw CommandException.usage("unknown " + kind + " '" + name + "'"
                    + Nearest.hint(name, name.startsWith("-") ? List.of("--help", "--version") : COMMANDS.keySet()));
        }
        return command;
    }

    /** Whether there is a command of that name. */
    static boolean isCommand(String name) {
        return COMMANDS.containsKey(name);
    }

    /** What there is, for people. */
    static String help() {
        StringBuilder text = new StringBuilder("ipyrpc " + Installation.version()
                + ": Java functions, callable from anywhere as if they were local\n\nUsage: ipyrpc COMMAND …\n\n");
        COMMANDS.values()
                .forEach(command -> text.append(String.format("  %-11s%s%n", command.name(), command.summary())));
        return text + "\nipyrpc COMMAND --help explains a command; ipyrpc --version tells the version.\n"
                + "Here ipyrpc stands for: " + Installation.command();
    }
}
