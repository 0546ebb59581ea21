package sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import sluice.core.util.MessageText;
import sluice.core.util.Redaction;

/**
 * No text that comes in keeps a pattern busy for longer than its length explains: all patterns are
 * fed with long runs of what they look for. What is counted is how often a character is looked at,
 * not time.
 */
class PatternsTest {
  private static final int LENGTH = 64 * 1024;

  /** How often a character may be looked at on average; quadratic ones need thousands. */
  private static final int LOOKS = 200;

  private static final List<String> REPEATED =
      List.of(
          "://:",
          "://",
          "a:",
          ":a@",
          "a@",
          "a=",
          "_a=",
          "user=",
          "a.",
          "*.",
          "[ @ ",
          "[a @ b] ",
          "0.",
          "\n ",
          " \n",
          "a,",
          "${",
          "{a",
          "'a",
          "a 0 ",
          "Check '",
          "0:",
          "0 a ",
          "-",
          "e1");

  /** Patterns that are matched with whole texts only; they need not be cheap to search for. */
  private static final Set<String> WHOLE =
      Set.of(
          "app.model.CpuShare.RANGE",
          "catalog.fetch.Mirror.SCHEME",
          "catalog.metadata.YamlMetadata.LINE",
          "cli.options.InputNames.SCHEME",
          "cli.tune.TuneOptions.DURATION",
          "config.ModelNameType.FILE",
          "config.binding.UnitTypes.WITH_UNIT",
          "config.settings.HostRules.LAST_IS_DIGIT",
          "config.settings.HostRules.NAME",
          "core.source.SourceAddress.CREDENTIALS",
          "core.source.SourceAddress.HOST",
          "core.source.SourceAddress.SCHEME",
          "core.source.SourceAddress.WELL_FORMED",
          "http.access.AllowedHosts.ADDRESS",
          "stage.sink.kafka.BrokersType.ADDRESS",
          "stage.sink.mqtt.MqttUrl.FORM",
          "video.demux.InputUrls.SCHEME");

  static Stream<String> texts() {
    Stream<String> single =
        "@:/?#&=_.,;'\"[]{}()<>%*+-~|\\$^ \t\n\r\0a0\u00e9\u2028"
            .chars()
            .mapToObj(Character::toString);
    return Stream.concat(single, REPEATED.stream())
        .map(part -> part.repeat(LENGTH / part.length()));
  }

  static Stream<Arguments> patterns() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("sluice")
            .stream()
            .flatMap(type -> type.getFields().stream())
            .filter(field -> field.getRawType().isEquivalentTo(Pattern.class))
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .map(field -> Arguments.of(field.getFullName(), pattern(field)));
  }

  private static Pattern pattern(JavaField found) {
    try {
      Field field = found.reflect();
      field.setAccessible(true);
      return (Pattern) field.get(null);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("patterns")
  void pattern_looksAtEachCharacterAFewTimes(String name, Pattern pattern) {
    assertThat(texts())
        .allSatisfy(
            text -> {
              assertCheap(text, Matcher::matches, pattern);
              if (!WHOLE.contains(name.substring("sluice.".length()))) {
                assertCheap(text, PatternsTest::findAll, pattern);
              }
            });
  }

  private static boolean findAll(Matcher matcher) {
    boolean any = false;
    while (matcher.find()) {
      any = true;
    }
    return any;
  }

  private static void assertCheap(String text, Predicate<Matcher> use, Pattern pattern) {
    CountedText counted = new CountedText(text);
    try {
      use.test(pattern.matcher(counted));
    } catch (CountedText.TooManyLooks e) {
      throw new AssertionError(
          "%s at %s…".formatted(pattern, text.substring(0, 8).replaceAll("\\s", " ")), e);
    }
  }

  @Test
  void redaction_takesTimeByLength() {
    assertLinear(Redaction::redact);
    assertLinear(MessageText::oneLine);
  }

  /** Code that isn't a pattern can't be counted: ten times the text may not hang it. */
  private static void assertLinear(UnaryOperator<String> use) {
    assertTimeoutPreemptively(
        Duration.ofMinutes(1), () -> texts().forEach(text -> use.apply(text.repeat(10))));
  }

  /** Text that counts how often its characters are looked at. */
  private record CountedText(String text, long[] looks) implements CharSequence {
    CountedText(String text) {
      this(text, new long[1]);
    }

    static final class TooManyLooks extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public char charAt(int index) {
      if (++looks[0] > (long) LOOKS * LENGTH) {
        throw new TooManyLooks();
      }
      return text.charAt(index);
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
