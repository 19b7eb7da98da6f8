import java.math.BigDecimal;
import java.util.Random;

/**
 * Records which float a decimal is, for decimals between, exactly between and hardly off the middle of two floats: the decimal, a tab, bits.
 *
 *     java RecordFloatParsing.java > float_parsing.txt
 */
public class RecordFloatParsing {
  static void record(String text) {
    System.out.println(text + "\t" + Integer.toHexString(Float.floatToIntBits(Float.parseFloat(text))));
  }

  public static void main(String[] args) {
    Random random = new Random(2);
    for (int i = 0; i < 150; i++) {
      float low = Math.abs(Float.intBitsToFloat(random.nextInt()));
      if (i % 5 == 0) low = Float.intBitsToFloat(random.nextInt(2000));
      if (!Float.isFinite(low) || low < 1e-40f && i % 5 != 0 || low > 1e30f) continue;
      BigDecimal middle = new BigDecimal(low).add(new BigDecimal(Math.nextUp(low))).divide(BigDecimal.valueOf(2));
      BigDecimal little = middle.ulp().movePointLeft(3);
      record(middle.toString());
      record(middle.add(little).toString());
      record("-" + middle.subtract(little));
      record(Double.toString(random.nextGaussian() * Math.pow(10, random.nextInt(20) - 10)));
    }
    for (String text : new String[] {"3.4028235677973366e38", "3.4028235677973365e38", "3.40282357e38", "7.006492321624085e-46", "7.006492321624086e-46",
        "7.0064923216240853546186479164495806564013097093825788587853e-46", "1.5f", "1.5d", ".5", "5.", "1e-500", "1e500", "NaN", "-Infinity"}) record(text);
  }
}
