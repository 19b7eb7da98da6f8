import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Records what Java reads from texts.txt (one text a line, with backslash-u escapes): bits of Double.valueOf, Long.parseLong in
 * radix 10 and 16, Integer.parseInt. usage: java Numbers.java > expected.txt   (in this folder)
 */
public final class Numbers {
    public static void main(String[] args) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line : Files.readString(Path.of("texts.txt"), StandardCharsets.UTF_8).split("\n")) {
            String text = unescape(line);
            out.print(real(text) + " " + whole(text, 10) + " " + whole(text, 16) + " " + small(text) + "\n");
        }
        out.flush();
    }

    private static String unescape(String line) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.startsWith("\\u", i)) {
                text.append((char) Integer.parseInt(line.substring(i + 2, i + 6), 16));
                i += 5;
            } else {
                text.append(line.charAt(i));
            }
        }
        return text.toString();
    }

    private static String real(String text) {
        try {
            return Long.toHexString(Double.doubleToLongBits(Double.valueOf(text)));
        } catch (NumberFormatException e) {
            return "-";
        }
    }

    private static String whole(String text, int radix) {
        try {
            return Long.toString(Long.parseLong(text, radix));
        } catch (NumberFormatException e) {
            return "-";
        }
    }

    private static String small(String text) {
        try {
            return Integer.toString(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            return "-";
        }
    }
}
