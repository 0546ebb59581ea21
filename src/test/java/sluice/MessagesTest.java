package sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * No message has the name of an exception's class in it: an exception as a text does, and so does
 * what asks for its class. {@code Failures.reason} and {@code FileFailure.reason} are for messages.
 */
class MessagesTest {
  private static final Pattern CAUGHT =
      Pattern.compile("catch \\([\\w.]+(?:\\s*\\|\\s*[\\w.]+)*\\s+(\\w+)\\)");
  private static final Pattern DECLARED =
      Pattern.compile("\\b(?:Throwable|Error|\\w+Exception)\\s+(\\w+)\\s*[,)=;]");

  @Test
  void exceptions_areNotUsedAsText() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      files.filter(file -> file.toString().endsWith(".java")).forEach(file -> scan(file, found));
    }
    assertThat(found).isEmpty();
  }

  @Test
  void scan_findsWhatItIsFor() {
    for (String use :
        List.of(
            "\"failed: \" + e, e",
            "e.toString()",
            "String.valueOf(e)",
            "e.getClass().getSimpleName()",
            "unwrap(e).toString()")) {
      assertThat(uses("catch (IOException | Error e) { say(" + use + "); }")).as(use).isNotEmpty();
    }
    assertThat(uses("catch (IOException e) { say(FileFailure.reason(e), e); }")).isEmpty();
    assertThat(uses("catch (IOException e) { say(\"x\" + e.getMessage()); }")).isEmpty();
  }

  private static void scan(Path file, List<String> found) {
    try {
      uses(Files.readString(file)).forEach(use -> found.add(file + ": " + use));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> uses(String source) {
    Set<String> names = new TreeSet<>();
    for (Pattern pattern : List.of(CAUGHT, DECLARED)) {
      pattern.matcher(source).results().forEach(match -> names.add(match.group(1)));
    }
    names.remove("_");
    List<String> found = new ArrayList<>();
    for (String name : names) {
      Pattern use =
          Pattern.compile(
              "\\+\\s+NAME\\b(?!\\s*[.(\\[])|\\bNAME\\.toString\\(\\)|valueOf\\(NAME\\)|\\bNAME\\.getClass\\(\\)|\\(NAME\\)\\.toString\\(\\)"
                  .replace("NAME", name));
      Matcher matcher = use.matcher(source);
      while (matcher.find()) {
        found.add(matcher.group());
      }
    }
    return found;
  }
}
