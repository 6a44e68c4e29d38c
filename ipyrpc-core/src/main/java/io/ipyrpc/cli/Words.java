package io.ipyrpc.cli;

import io.ipyrpc.config.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The words of a command line: options, keyword arguments and the others. Options may stand anywhere before {@code --};
 * after it nothing is an option. Immutable.
 */
final class Words {
    private final Map<String, List<String>> options = new LinkedHashMap<>();
    private final Map<String, String> keywords = new LinkedHashMap<>();
    private final List<String> others = new ArrayList<>();
    private final Set<String> flags;
    private final Set<String> valued;
    private final boolean takesKeywords;

    private Words(Set<String> flags, Set<String> valued, boolean takesKeywords) {
        this.flags = new TreeSet<>(flags);
        this.flags.add("help");
        this.valued = valued;
        this.takesKeywords = takesKeywords;
    }

    /**
     * Sorts words.
     *
     * @param flags the options without a value; {@code help} is always one
     * @param valued the options with a value
     * @throws CommandException if there is another option, or a value is missing or too much
     */
    static Words of(List<String> arguments, Set<String> flags, Set<String> valued) {
        return sorted(arguments, new Words(flags, valued, false));
    }

    /** {@link #of}, where {@code --NAME=VALUE} is a keyword argument unless NAME is an option. */
    static Words withKeywords(List<String> arguments, Set<String> flags, Set<String> valued) {
        return sorted(arguments, new Words(flags, valued, true));
    }

    private static Words sorted(List<String> arguments, Words words) {
        boolean open = true;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            if (open && word.equals("--")) {
                open = false;
            } else if (open && word.equals("-h")) {
                words.add("help", "");
            } else if (word.startsWith("--") && word.length() > 2) {
                String next = i + 1 < arguments.size() ? arguments.get(i + 1) : null;
                i += words.option(word, next, open) ? 1 : 0;
            } else if (open && word.length() > 1 && word.charAt(0) == '-' && !isNumber(word)) {
                throw words.unknown(word);
            } else {
                words.others.add(word);
            }
        }
        return words;
    }

    /** {@code -1} and {@code -.5} are no options. */
    private static boolean isNumber(String word) {
        char second = word.charAt(1);
        return second >= '0' && second <= '9' || second == '.';
    }

    /** Takes an option or a keyword argument; says whether the next word was its value. */
    private boolean option(String word, String next, boolean open) {
        int equals = word.indexOf('=');
        String name = word.substring(2, equals < 0 ? word.length() : equals);
        String value = equals < 0 ? null : word.substring(equals + 1);
        if (open && flags.contains(name)) {
            if (value != null) {
                throw CommandException.usage("--" + name + " takes no value"
                        + (takesKeywords ? "; an argument of that name stands after --" : ""));
            }
            add(name, "");
            return false;
        }
        if (open && valued.contains(name)) {
            if (value == null && next == null) {
                throw CommandException.usage("--" + name + " needs a value: --" + name + " VALUE");
            }
            add(name, value == null ? next : value);
            return value == null;
        }
        if (!open && (!takesKeywords || value == null || name.isEmpty())) {
            others.add(word);
            return false;
        }
        if (takesKeywords && value == null && next != null && !next.startsWith("-")) {
            throw CommandException.usage("unknown option '" + word + "'" + Nearest.hint(word, known())
                    + "; a keyword argument is " + word + "=" + next);
        }
        if (!takesKeywords || value == null || name.isEmpty()) {
            throw unknown(word);
        }
        if (keywords.put(name, value) != null) {
            throw CommandException.usage("argument --" + name + " is given twice");
        }
        return false;
    }

    private void add(String name, String value) {
        options.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    private Set<String> known() {
        Set<String> known = new TreeSet<>();
        flags.forEach(name -> known.add("--" + name));
        valued.forEach(name -> known.add("--" + name));
        return known;
    }

    private CommandException unknown(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        String quoted = takesKeywords
                ? " (keyword arguments are --NAME=VALUE; text that begins with '-' is quoted: '\"" + name + "\"')"
                : "";
        return CommandException.usage("unknown option '" + name + "'" + Nearest.hint(name, known()) + quoted);
    }

    /** Whether an option is there. */
    boolean has(String option) {
        return options.containsKey(option);
    }

    /** The values of an option, in their order; none where it is not there. */
    List<String> values(String option) {
        return options.getOrDefault(option, List.of());
    }

    /** The last value of each of those options that is there, by the name of the protocol's field. */
    Map<String, String> asked(Collection<String> names) {
        Map<String, String> asked = new LinkedHashMap<>();
        names.forEach(name -> values(name).forEach(value -> asked.put(name.replace('-', '_'), value)));
        return asked;
    }

    /** The keyword arguments, in their order. */
    Map<String, String> keywords() {
        return keywords;
    }

    /** The words that are no options. */
    List<String> others() {
        return others;
    }

    /** Refuses a number of other words that the command has no use for; the message is its usage. */
    void checkOthers(int least, int most, String usage) {
        if (others.size() < least) {
            throw CommandException.usage("too few words; usage: " + usage);
        }
        if (others.size() > most) {
            throw CommandException.usage("unexpected '" + others.get(most) + "'; usage: " + usage);
        }
    }
}
