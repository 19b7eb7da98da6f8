import java.util.Random;

/**
 * Records how Java prints floating-point numbers: bits, a tab, the text. Java 19 or later.
 *
 *     java RecordNumberTexts.java > number_texts.txt
 */
public class RecordNumberTexts {
  static void record(double value) {
    System.out.println("d" + Long.toHexString(Double.doubleToLongBits(value)) + "\t" + value);
  }

  static void record(float value) {
    System.out.println("f" + Integer.toHexString(Float.floatToIntBits(value)) + "\t" + value);
  }

  public static void main(String[] args) {
    Random random = new Random(1);
    for (double value : new double[] {0, -0.0, 1, 10, 100, 1e6, 9999999, 1e7, 12345678, 0.001, 0.00099, 1e-4, 1e21, 1e22, 1e23, 2e23, 4.9e-324,
        9.9e-324, 2.2250738585072014e-308, Double.MAX_VALUE, 1.0 / 3, 100.0 / 3, 0.1 + 0.2, 9007199254740993.0, 1e15, 123456789012345680.0,
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) record(value);
    for (float value : new float[] {0, -0f, 1, 1e7f, 9999999, 1e-3f, 9.9e-4f, 0.1f, 33.333332f, 1.4e-45f, 1.17549435e-38f, Float.MAX_VALUE, 16777217,
        1e10f, 3.3e-44f, Float.NaN, Float.NEGATIVE_INFINITY}) record(value);
    for (int i = 0; i < 500; i++) {
      record(Double.longBitsToDouble(random.nextLong()));
      record(random.nextGaussian() * 1000);
      record(random.nextInt(100000) / 1000.0);
      record((double) random.nextLong());
      record(Float.intBitsToFloat(random.nextInt()));
      record((float) random.nextGaussian());
      record(random.nextInt(100000) / 1000f);
    }
    // Powers of two, below which numbers lie closer than above.
    for (int exponent = -1074; exponent < 1024; exponent += 13) record(Math.scalb(1.0, exponent));
    for (int exponent = -149; exponent < 128; exponent += 3) record(Math.scalb(1f, exponent));
  }
}
