import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Call;
import io.ipyrpc.function.Rpc;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;

/** A file of functions to serve as it is: {@code serve --functions examples/Demo.java}. */
public class Demo {
    /**
     * Adds two numbers.
     *
     * @param a the first
     * @param b the second
     * @return their sum
     */
    @Rpc
    public static double add(double a, @Rpc.Default("1") double b) {
        return a + b;
    }

    /**
     * Averages numbers; an array of any kind of number does.
     *
     * @param xs the numbers, at least one
     * @return their arithmetic mean
     * @throws IllegalArgumentException if there are none
     */
    @Rpc
    public static double mean(double[] xs) {
        return Arrays.stream(xs).average().orElseThrow(() -> new IllegalArgumentException("xs is empty"));
    }

    /**
     * Spreads numbers evenly over an interval, both ends included.
     *
     * @param start the first number
     * @param stop the last number
     * @param num how many
     * @return an array of shape {@code (num)}
     */
    @Rpc
    public static NdArray linspace(double start, double stop, @Rpc.Default("50") int num) {
        return NdArray.linspace(start, stop, num);
    }

    /**
     * Makes up the sales of a shop, a row for each day from 2026-01-01 on.
     *
     * @param days how many days
     * @return a frame with the columns {@code day}, {@code product}, {@code units} and {@code price}
     */
    @Rpc
    public static DataFrame sales(@Rpc.Default("100") int days) {
        LocalDate[] day = new LocalDate[days];
        String[] product = new String[days];
        int[] units = new int[days];
        double[] price = new double[days];
        for (int i = 0; i < days; i++) {
            day[i] = LocalDate.of(2026, 1, 1).plusDays(i);
            product[i] = i % 3 == 0 ? "tea" : i % 3 == 1 ? "coffee" : "cocoa";
            units[i] = 20 + i * 7 % 13;
            price[i] = 2.5 + i % 4 * 0.25;
        }
        return DataFrame.of("day", day, "product", product, "units", units, "price", price);
    }

    /**
     * Counts down, a number every half second: the caller sees each at once.
     *
     * @param from the number to begin with
     * @return what comes after one
     * @throws InterruptedException if the caller has lost patience
     */
    @Rpc
    public static String countdown(@Rpc.Default("5") int from) throws InterruptedException {
        for (int n = from; n > 0; n--) {
            System.out.println(n);
            Call.current().progress(from - n, from, "counting down");
            Thread.sleep(500);
        }
        return "lift-off";
    }

    /**
     * Fails, so that you can see how that looks from afar.
     *
     * @param why what to complain of
     * @throws IllegalArgumentException always
     */
    @Rpc
    public static void fail(@Rpc.Default("just because") String why) {
        try {
            Integer.parseInt("forty-two");
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(why, e);
        }
    }

    /** A point in the plane. */
    public record Point(double x, double y) {}

    /**
     * Moves a point.
     *
     * @param point where it is, such as {@code {"x": 1, "y": 2}}
     * @param dx how far to the right
     * @param dy how far up; the same as {@code dx} if it is left out
     * @return where it is then
     */
    @Rpc
    public static Point move(Point point, double dx, Optional<Double> dy) {
        return new Point(point.x() + dx, point.y() + dy.orElse(dx));
    }

    /**
     * Joins words with spaces, and tells on the error output how many there were.
     *
     * @param words any number of words
     * @return one line
     */
    @Rpc
    public static String join(String... words) {
        System.err.println(words.length + " words");
        return String.join(" ", words);
    }
}
