import io.ipyrpc.data.DataFrame;
import io.ipyrpc.data.NdArray;
import io.ipyrpc.function.Call;
import io.ipyrpc.function.Rpc;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What the notebook tour.ipynb calls: {@code serve --functions examples/notebook/Shop.java}. */
public class Shop {
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
        System.out.println("making " + num + " numbers");
        return NdArray.linspace(start, stop, num);
    }

    /**
     * Averages numbers.
     *
     * @param xs an array of any shape
     */
    @Rpc
    public static double mean(NdArray xs) {
        return xs.mean();
    }

    /**
     * Loads a table.
     *
     * @param name of the table; there is {@code sales}
     * @return a row for each day
     */
    @Rpc
    public static DataFrame load(String name) {
        if (!name.equals("sales")) {
            throw new NoSuchElementException("there is no table '" + name + "', only 'sales'");
        }
        int days = 120;
        LocalDate[] day = new LocalDate[days];
        String[] product = new String[days];
        double[] price = new double[days];
        int[] units = new int[days];
        for (int i = 0; i < days; i++) {
            day[i] = LocalDate.of(2026, 1, 1).plusDays(i);
            product[i] = i % 3 == 0 ? "tea" : i % 3 == 1 ? "coffee" : "cocoa";
            price[i] = 2 + i % 5 * 0.25;
            units[i] = (int) (60 - 12 * price[i]) + i * 7 % 4;
        }
        return DataFrame.of("day", day, "product", product, "price", price, "units", units);
    }

    /** How units depend on the price. */
    public record Model(double base, double slope) {}

    /**
     * Fits units to prices, step by step.
     *
     * @param sales a frame with the columns {@code price} and {@code units}
     * @param epochs how many steps
     * @return the fitted line
     */
    @Rpc
    public static Model train(DataFrame sales, @Rpc.Default("5") int epochs) throws InterruptedException {
        double[] price = sales.column("price").values().doubles();
        double[] units = sales.column("units").values().doubles();
        double meanPrice = Arrays.stream(price).average().orElseThrow();
        double meanUnits = Arrays.stream(units).average().orElseThrow();
        double slope = 0;
        for (int epoch = 1; epoch <= epochs; epoch++) {
            double above = 0;
            double below = 0;
            for (int i = 0; i < price.length; i++) {
                above += (price[i] - meanPrice) * (units[i] - meanUnits);
                below += (price[i] - meanPrice) * (price[i] - meanPrice);
            }
            slope += (above / below - slope) * 0.7;
            System.out.printf("epoch %d: slope %.3f%n", epoch, slope);
            Call.current().progress(epoch, epochs, "training");
            Thread.sleep(100);
        }
        return new Model(meanUnits - slope * meanPrice, slope);
    }

    /**
     * Scores some numbers.
     *
     * @param chunk the numbers
     * @return the mean of their squares
     */
    @Rpc
    public static double score(double[] chunk) {
        return Arrays.stream(chunk).map(x -> x * x).average().orElse(0);
    }

    /**
     * Counts, and takes its time.
     *
     * @param n how many numbers
     * @return the numbers from 0 on, each as soon as it is there
     */
    @Rpc
    public static Stream<Integer> naturals(int n) {
        return IntStream.range(0, n).boxed();
    }

    /** Has a name that the client uses for itself. */
    @Rpc
    public static String job(int n) {
        return "job " + n;
    }
}
