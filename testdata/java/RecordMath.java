import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Records what Java's mathematical functions give, where they are exact or prescribed to the last bit: bits of two arguments and an exponent,
 * then Math.round, then bits of the other functions in the order of NAMES below.
 *
 *     java RecordMath.java > math.txt
 */
public class RecordMath {
  static final String NAMES = "IEEEremainder abs acos asin atan atan2 cbrt ceil copySign cosh expm1 floor hypot log1p max min nextAfter nextDown nextUp "
    + "rint scalb signum sinh sqrt tanh toDegrees toRadians ulp";

  static String bits(double value) {
    return Long.toHexString(Double.doubleToLongBits(value));
  }

  public static void main(String[] args) {
    Random random = new Random(7);
    double[] special = {0.0, -0.0, 1, -1, 0.5, -0.5, 2.5, -2.5, 1e300, -1e300, Double.MIN_VALUE, Double.MAX_VALUE, Double.NaN, Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY, 0.49999999999999994, 4503599627370497.5, 9007199254740993.0, 1e-310, 101.5};
    List<Double> numbers = new ArrayList<>();
    for (double value : special) numbers.add(value);
    for (int i = 0; i < 40; i++) {
      numbers.add(random.nextGaussian());
      numbers.add(random.nextGaussian() * 100);
      double any = Double.longBitsToDouble(random.nextLong());
      numbers.add(Double.isNaN(any) ? 1 : any);
      numbers.add(random.nextInt(1000) / 4.0);
      numbers.add(Math.scalb(random.nextDouble(), random.nextInt(60) - 30));
      numbers.add(random.nextDouble() * 2 - 1);
    }
    System.out.println("# " + NAMES);
    for (int i = 0; i < numbers.size(); i++) {
      double x = numbers.get(i);
      double y = i % 2 == 0 ? special[i / 2 % 20] : numbers.get(random.nextInt(numbers.size()));
      int n = random.nextInt(4400) - 2200;
      double[] values = {Math.IEEEremainder(x, y), Math.abs(x), StrictMath.acos(x), StrictMath.asin(x), StrictMath.atan(x), StrictMath.atan2(x, y),
        StrictMath.cbrt(x), Math.ceil(x), Math.copySign(x, y), StrictMath.cosh(x), StrictMath.expm1(x), Math.floor(x), StrictMath.hypot(x, y),
        StrictMath.log1p(x), Math.max(x, y), Math.min(x, y), Math.nextAfter(x, y), Math.nextDown(x), Math.nextUp(x), Math.rint(x), Math.scalb(x, n),
        Math.signum(x), StrictMath.sinh(x), Math.sqrt(x), StrictMath.tanh(x), Math.toDegrees(x), Math.toRadians(x), Math.ulp(x)};
      StringBuilder line = new StringBuilder(bits(x) + " " + bits(y) + " " + n + " " + Math.round(x));
      for (double value : values) line.append(' ').append(bits(value));
      System.out.println(line);
    }
  }
}
