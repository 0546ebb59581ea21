package sluice.secrets;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Secrets that occur nowhere else, and the search for them: of each one every piece of six
 * characters, in any case, also as Basic authentication writes user and password.
 */
final class Marks {
  private static final int LENGTH = 10;
  private static final int PIECE = 6;
  private static final int AROUND = 120;
  private static final String LETTERS = "ghjkmnpqrstvwxyz0123456789";

  private final Random random = new Random(16);
  private final Map<String, String> pieces = new HashMap<>();
  private final List<String> found = new ArrayList<>();

  /** A new secret of the given place; the first character is no hexadecimal digit. */
  String next(String place) {
    StringBuilder secret = new StringBuilder("z");
    while (secret.length() < LENGTH) {
      secret.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    mark(secret.toString(), place);
    return secret.toString();
  }

  /** Fills a form in. */
  String fill(String form, String host) {
    Map<String, String> secrets = new HashMap<>();
    String text = form.replace("HOST", host);
    for (String name : List.of("{A}", "{B}", "{C}")) {
      if (text.contains(name)) {
        secrets.put(name, next(form));
        text = text.replace(name, secrets.get(name));
      }
    }
    if (secrets.size() > 1) {
      String pair = secrets.get("{A}") + ":" + secrets.get("{B}");
      mark(
          Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)),
          form + " in Base64");
    }
    return text;
  }

  private void mark(String secret, String place) {
    String lower = secret.toLowerCase(Locale.ROOT);
    for (int i = 0; i + PIECE <= lower.length(); i++) {
      pieces.put(lower.substring(i, i + PIECE), place);
    }
  }

  /** Looks for the secrets in what came out somewhere. */
  void search(String where, String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    for (int i = 0; i + PIECE <= lower.length(); i++) {
      String place = pieces.get(lower.substring(i, i + PIECE));
      if (place != null) {
        String around =
            text.substring(Math.max(0, i - AROUND), Math.min(text.length(), i + AROUND));
        found.add(where + " shows a secret of " + place + ": " + around);
        i += AROUND;
      }
    }
  }

  /** What was found so far. */
  List<String> found() {
    return found;
  }
}
