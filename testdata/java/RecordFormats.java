import java.util.Arrays;
import java.util.Locale;
import java.util.Random;

/**
 * Records what String.format makes of random formats, as JSON lines: the format, which of the values below (or a double as text), and the result
 * behind "=" or the exception behind "!".
 *
 *     java RecordFormats.java > formats.ndjson
 */
public class RecordFormats {
  static final Object[] VALUES = {1, -1, 0, 42, -12345678, 2147483647, -2147483648, 5000000000L, -5L, (byte) -1, (short) -3, 'x', "str", "", null, true,
    false, 1.0, -2.5, 0.125, 1.005, 123456.789, 1e10, 1e-5, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e100, 0.1f, 2.5f,
    -3.75f, 1.0e-10, 0.5, 1.5, 2.675, 999999.9999999, 9.995, 0.05, Arrays.asList(1, 2), 128512, -7};

  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (char c : text.toCharArray()) {
      if (c == '"' || c == '\\') quoted.append('\\').append(c);
      else if (c < 32 || c > 126) quoted.append(String.format("\\u%04x", (int) c));
      else quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  static String answer(String format, Object value) {
    try {
      return "=" + String.format(Locale.ENGLISH, format, new Object[] {value});
    } catch (RuntimeException e) {
      return "!" + e.getClass().getName() + ": " + e.getMessage();
    }
  }

  public static void main(String[] args) {
    Random random = new Random(5);
    String conversions = "bBhHsScCdoxXeEfn%dsfdsfdx";
    for (int i = 0; i < 2500; i++) {
      StringBuilder format = new StringBuilder("%");
      for (int n = random.nextInt(6) < 3 ? 0 : random.nextInt(3); n > 0; n--) format.append("-#+ 0,(".charAt(random.nextInt(7)));
      if (random.nextInt(2) == 0) format.append(1 + random.nextInt(14));
      if (random.nextInt(3) == 0) format.append('.').append(random.nextInt(8));
      format.append(conversions.charAt(random.nextInt(conversions.length())));
      int which = random.nextInt(VALUES.length);
      System.out.println("[" + quote(format.toString()) + "," + which + "," + quote(answer(format.toString(), VALUES[which])) + "]");
    }
    for (int i = 0; i < 1000; i++) {
      // Fifteen digits, which all versions of Java print the same.
      double value = Double.parseDouble(String.format(Locale.ENGLISH, "%.14e", switch (random.nextInt(4)) {
        case 0 -> random.nextGaussian() * 1000;
        case 1 -> random.nextInt(100000) / 1000.0;
        case 2 -> Math.scalb(random.nextDouble(), random.nextInt(100) - 50);
        default -> random.nextInt(2000) / 8.0;
      }));
      String format = "%." + random.nextInt(10) + (random.nextInt(3) == 0 ? "e" : "f");
      System.out.println("[" + quote(format) + "," + quote(Double.toString(value)) + "," + quote(answer(format, value)) + "]");
    }
  }
}
