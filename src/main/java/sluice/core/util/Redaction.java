package sluice.core.util;

import java.util.regex.Pattern;

/**
 * Redaction of secrets in texts that name addresses: users and passwords before an {@code @}, and
 * the values of parameters that look like credentials. Where an address isn't well-formed it takes
 * away too much rather than too little.
 */
public final class Redaction {
  private static final String MASK = "***";

  /** {@code ://user:password@}, the last {@code @} before path or query counting. */
  private static final Pattern AUTHORITY = Pattern.compile("(?<=://)[^/?#\\s\"']*@");

  /**
   * A password with an unescaped slash or the like; a port number in front shows that it isn't one.
   */
  private static final Pattern BROKEN_AUTHORITY =
      Pattern.compile("(?<=://)(?!\\*\\*\\*@)[^\\s/@:]*:(?!\\d{1,5}(?:[/?#]|$))[^\\s\"']*@");

  /** {@code user:password@} where no scheme was written; the user may have been lost too. */
  private static final Pattern BARE_USER =
      Pattern.compile("(?<![^\\s\"'/])[^\\s/:@\"']*:[^\\s/@\"']+@(?=\\w)");

  /**
   * {@code user=…&password=…}, also in the form {@code user=…_password=…_channel=…} of some
   * recorders.
   */
  private static final Pattern PARAMETER =
      Pattern.compile(
          "(?i)((?:user|username|usr|login|pass|passwd|password|pwd|token|auth|api_?key|key|secret|sig|signature)=)"
              + "[^&;\\s\"'#]*?(?=_[a-z]+=|[&;\\s\"'#]|$)");

  private static final Pattern HEADER =
      Pattern.compile("(?i)((?:proxy-)?authorization:)[^\\r\\n]*");

  private Redaction() {}

  /** The text with each secret replaced by {@code ***}. */
  public static String redact(String text) {
    String result = PARAMETER.matcher(redactUser(text)).replaceAll("$1" + MASK);
    return HEADER.matcher(result).replaceAll("$1 " + MASK);
  }

  /**
   * The text without users and passwords before an {@code @}; for paths, in which an equals sign
   * means nothing.
   */
  public static String redactUser(String text) {
    String result = AUTHORITY.matcher(text).replaceAll(MASK + "@");
    result = BROKEN_AUTHORITY.matcher(result).replaceAll(MASK + "@");
    return BARE_USER.matcher(result).replaceAll(MASK + "@");
  }
}
