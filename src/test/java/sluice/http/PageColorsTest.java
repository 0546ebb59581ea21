package sluice.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.http.page.PageRoutes;
import sluice.http.page.StaticFile;

/**
 * Contrast of the dashboard's colours, light and dark, as WCAG 2.2 computes it (1.4.3: text 4.5 to
 * 1; 1.4.11: what shows a control or a state 3 to 1).
 */
class PageColorsTest {
  private static final Pattern TOKEN = Pattern.compile("--([a-z0-9-]+): (#[0-9a-f]{6});");
  private static final String DARK = "@media (prefers-color-scheme: dark)";
  private static final double TEXT = 4.5;
  private static final double MARK = 3;

  private static Map<String, String> tokens(String scheme) {
    String style = StaticFile.read(PageRoutes.FOLDER + "style.css").text();
    int dark = style.indexOf(DARK);
    Map<String, String> result = new HashMap<>();
    collect(style.substring(0, dark), result);
    if (scheme.equals("dark")) {
      collect(style.substring(dark), result);
    }
    return result;
  }

  private static void collect(String text, Map<String, String> tokens) {
    TOKEN.matcher(text).results().forEach(found -> tokens.put(found.group(1), found.group(2)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void textColors_haveSufficientContrast(String scheme) {
    Map<String, String> tokens = tokens(scheme);
    for (String back : List.of("page", "surface", "surface-2")) {
      for (String ink : List.of("ink", "ink-2", "accent", "bad", "warn")) {
        require(tokens, ink, back, TEXT);
      }
    }
    for (String tone : List.of("good", "busy", "bad", "warn", "rest")) {
      require(tokens, tone, tone + "-back", TEXT);
    }
    require(tokens, "good", "surface", TEXT);
    require(tokens, "on-accent", "accent", TEXT);
    require(tokens, "on-accent", "accent-hover", TEXT);
    require(tokens, "surface", "bad", TEXT);
    require(tokens, "surface", "ink", TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void controlAndChartColors_haveSufficientContrast(String scheme) {
    Map<String, String> tokens = tokens(scheme);
    for (String mark :
        List.of("control", "chart-1", "chart-2", "chart-3", "chart-4", "chart-5", "chart-6")) {
      require(tokens, mark, "surface", MARK);
    }
  }

  private static void require(Map<String, String> tokens, String one, String other, double least) {
    assertThat(contrast(tokens.get(one), tokens.get(other)))
        .as("--%s on --%s", one, other)
        .isGreaterThanOrEqualTo(least);
  }

  private static double contrast(String one, String other) {
    double first = luminance(one);
    double second = luminance(other);
    return (Math.max(first, second) + 0.05) / (Math.min(first, second) + 0.05);
  }

  private static double luminance(String color) {
    int rgb = Integer.parseInt(color.substring(1), 16);
    return 0.2126 * linear(rgb >> 16) + 0.7152 * linear(rgb >> 8 & 0xFF) + 0.0722 * linear(rgb);
  }

  private static double linear(int channel) {
    double value = (channel & 0xFF) / 255.0;
    return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
  }
}
