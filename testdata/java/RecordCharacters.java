/**
 * Records what Character and String know of characters: code point; answers of is… as bits; getType, digit(36), getNumericValue, toUpperCase,
 * toLowerCase, toTitleCase; and the upper and lower case of the character as a string, in UTF-16. Every character up to U+024F, some of
 * the others. Java 25, whose Unicode version is that of the engine.
 *
 *     java RecordCharacters.java > characters.txt
 */
public class RecordCharacters {
  static String units(String text) {
    StringBuilder units = new StringBuilder();
    for (char unit : text.toCharArray()) units.append(units.length() == 0 ? "" : ",").append(Integer.toHexString(unit));
    return units.toString();
  }

  public static void main(String[] args) {
    for (int c = 0; c <= 0x10ffff; c += c < 0x250 ? 1 : c < 0x3000 ? 13 : c < 0x20000 ? 211 : 9973) {
      boolean[] answers = {Character.isAlphabetic(c), Character.isDefined(c), Character.isDigit(c), Character.isIdentifierIgnorable(c),
        Character.isIdeographic(c), Character.isJavaIdentifierPart(c), Character.isJavaIdentifierStart(c), Character.isLetter(c),
        Character.isLowerCase(c), Character.isMirrored(c), Character.isSpaceChar(c), Character.isTitleCase(c),
        Character.isUnicodeIdentifierPart(c), Character.isUnicodeIdentifierStart(c), Character.isUpperCase(c), Character.isWhitespace(c)};
      StringBuilder bits = new StringBuilder();
      for (boolean answer : answers) bits.append(answer ? '1' : '0');
      String text = new String(Character.toChars(c));
      System.out.println(c + " " + bits + " " + Character.getType(c) + " " + Character.digit(c, 36) + " " + Character.getNumericValue(c) + " "
        + Character.toUpperCase(c) + " " + Character.toLowerCase(c) + " " + Character.toTitleCase(c) + " "
        + units(text.toUpperCase(java.util.Locale.ENGLISH)) + " " + units(text.toLowerCase(java.util.Locale.ENGLISH)));
    }
  }
}
