package sluice.json;

import java.util.Locale;

/** The case of member names: words of lower-case letters with a separator between them. */
public enum Naming {
  /** {@code frames-in}. */
  KEBAB('-'),
  /** {@code frames_in}. */
  SNAKE('_');

  private final char separator;

  Naming(char separator) {
    this.separator = separator;
  }

  /** The member of a component in camel case: {@code framesIn}. */
  String member(String camelCase) {
    StringBuilder result = new StringBuilder();
    for (int i = 0; i < camelCase.length(); i++) {
      char each = camelCase.charAt(i);
      if (Character.isUpperCase(each)) {
        result.append(separator);
      }
      result.append(Character.toLowerCase(each));
    }
    return result.toString();
  }

  /** The member that a map has for a constant of an enum. */
  String key(Enum<?> constant) {
    return EnumNames.of(constant).replace('-', separator).replace('_', separator);
  }

  /** What stands between words of a constant's own name, in lower case. */
  static String kebab(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', KEBAB.separator);
  }
}
