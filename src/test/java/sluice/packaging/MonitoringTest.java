package sluice.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sluice.core.DropCause;
import sluice.core.LatencyStage;
import sluice.core.MotionPhase;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecordingLoss;
import sluice.service.recovery.RestartCause;
import sluice.service.stream.StreamState;
import sluice.telemetry.ClusterFacts;

/**
 * Dashboard and alert rules ask for nothing that isn't measured. Names are those that the sources
 * give to Micrometer; what Prometheus makes of them is Micrometer's convention: underscores,
 * counters with {@code _total}, timers in {@code _seconds}.
 */
class MonitoringTest {
  private static final String FOLDER = "src/packaging/monitoring/";
  private static final String DASHBOARD = "grafana-dashboard.json";
  private static final String ALERTS = "alerts.yml";
  private static final Path SOURCES = Path.of("src/main/java/sluice/telemetry");
  private static final Pattern GIVEN =
      Pattern.compile(
          "(counter|timer|gauge|Counter\\.builder|Timer\\.builder|Gauge\\.builder)\\(\\s*\"(sluice\\.[a-z.]+)\"");
  private static final Pattern LOST = Pattern.compile("cause=~\\\\?\"overload\\|max-age\\\\?\"");
  private static final Pattern ASKED = Pattern.compile("sluice_[a-z_]+");

  @ParameterizedTest
  @ValueSource(strings = {DASHBOARD, ALERTS})
  void queriedMetrics_areAllMeasured(String file) throws IOException {
    assertThat(measured()).containsAll(asked(file));
  }

  @Test
  void measuredMetrics_areAllShown() throws IOException {
    Set<String> shown = asked(DASHBOARD);
    assertThat(measured())
        .allSatisfy(name -> assertThat(shown).anyMatch(each -> each.startsWith(stem(name))));
  }

  @ParameterizedTest
  @ValueSource(strings = {DASHBOARD, ALERTS})
  void queriedLabelValues_allExist(String file) throws IOException {
    Set<String> causes = words(DropCause.values(), DropCause::wireName);
    causes.addAll(words(RestartCause.values(), RestartCause::wireName));
    causes.addAll(words(RecordingLoss.values(), RecordingLoss::wireName));

    Set<String> states = words(StreamState.values(), StreamState::wireName);
    states.addAll(words(MotionPhase.values(), MotionPhase::toString));
    states.addAll(words(RecorderState.Condition.values(), RecorderState.Condition::wireName));
    assertThat(states).containsAll(values(file, "state"));
    assertThat(causes).containsAll(values(file, "cause"));
    assertThat(words(LatencyStage.values(), stage -> stage.wireName().replace(' ', '-')))
        .containsAll(values(file, "stage"));
  }

  /**
   * A low rate or a gate of motion leaves most frames out on purpose: what load takes from the rest
   * would hardly be seen beside all that came.
   */
  @Test
  void lossToLoad_isAPartOfTheFramesThatWereToBeWorkedOn() throws IOException {
    List<String> parts =
        Stream.concat(expressions(DASHBOARD), expressions(ALERTS))
            .filter(each -> LOST.matcher(each).find() && each.contains("/"))
            .toList();

    assertThat(parts).hasSize(2);
    assertThat(parts)
        .allSatisfy(
            part -> {
              String whole = part.substring(part.indexOf(" / ") + 3);
              assertThat(whole).containsPattern(LOST).contains("sluice_frames_inferred_total");
              assertThat(whole).doesNotContain("sluice_frames_in_total");
            });
  }

  @Test
  void dashboard_isValidJson_withUniqueTitlesAndNumbersOfPanels() throws IOException {
    List<String> titles = new ArrayList<>();
    List<Integer> numbers = new ArrayList<>();
    try (JsonParser json = new JsonFactory().createParser(text(DASHBOARD))) {
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        if (token == JsonToken.FIELD_NAME && json.currentName().equals("title")) {
          titles.add(json.nextTextValue());
        } else if (token == JsonToken.FIELD_NAME
            && json.currentName().equals("id")
            && json.nextToken() == JsonToken.VALUE_NUMBER_INT) {
          numbers.add(json.getIntValue());
        }
      }
    }
    assertThat(titles).contains("Sluice", "Frames in").doesNotHaveDuplicates();
    assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
  }

  @Test
  void alerts_haveExpressionSeverityAndDescription() throws IOException {
    String[] alerts = text(ALERTS).split("- alert: ", -1);

    assertThat(alerts).hasSizeGreaterThan(1);
    assertThat(Arrays.stream(alerts).skip(1))
        .allSatisfy(
            alert ->
                assertThat(alert)
                    .contains("expr: ", "labels: { severity: ", "summary: \"", "description: \""));
  }

  /** The names as Prometheus has them. */
  private static Set<String> measured() throws IOException {
    assumeTrue(
        Files.isDirectory(SOURCES), SOURCES + " is not there: no metrics to hold the names to");
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        Matcher given = GIVEN.matcher(Files.readString(file));
        while (given.find()) {
          String name = given.group(2).replace('.', '_');
          switch (given.group(1)) {
            case "counter", "Counter.builder" -> names.add(name + "_total");
            case "timer", "Timer.builder" ->
                Stream.of("bucket", "sum", "count", "max")
                    .forEach(part -> names.add(name + "_seconds_" + part));
            default -> names.add(name);
          }
        }
      }
    }
    assertThat(names).as("metrics found in " + SOURCES).isNotEmpty();
    return names;
  }

  /** A timer is shown where any of its parts is. */
  private static String stem(String name) {
    return name.replaceFirst("_seconds_[a-z]+$", "_seconds_");
  }

  /** The dashboard shows all of them, and names none. */
  @Test
  void labelValuesOfTheCluster_allExist() throws IOException {
    assertThat(words(ClusterFacts.NodeStatus.values(), ClusterFacts.NodeStatus::wireName))
        .containsAll(values(ALERTS, "status"));
    assertThat(words(ClusterFacts.Placement.values(), ClusterFacts.Placement::wireName))
        .containsAll(values(ALERTS, "placement"));
  }

  /** Nodes tell of the whole cluster each: a sum over them would count every stream many times. */
  @ParameterizedTest
  @ValueSource(strings = {DASHBOARD, ALERTS})
  void whatEachNodeTellsOfAll_isNeverSummedOverNodes(String file) throws IOException {
    assertThat(expressions(file).filter(each -> each.contains("sluice_cluster_streams{")))
        .isNotEmpty()
        .allSatisfy(query -> assertThat(query).contains("max by (").doesNotContain("sum"));
  }

  /** What is asked in a file, each query in one line. */
  private static Stream<String> expressions(String file) throws IOException {
    return Pattern.compile("\\bexpr\"?: (\\|\\n(?: {10}.*\\n)+|.*)")
        .matcher(text(file))
        .results()
        .map(query -> query.group(1).replaceAll("\\s+", " "));
  }

  private static Set<String> asked(String file) throws IOException {
    return ASKED.matcher(text(file)).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static Set<String> values(String file, String label) throws IOException {
    Pattern condition = Pattern.compile("\\b" + label + "(?:=|!=|=~|!~)\\\\?\"([a-z|-]+)\\\\?\"");
    Set<String> values = new TreeSet<>();
    Matcher found = condition.matcher(text(file));
    while (found.find()) {
      values.addAll(List.of(found.group(1).split("\\|")));
    }
    assertThat(values).as("values of " + label).isNotEmpty();
    return values;
  }

  private static <T> Set<String> words(T[] values, Function<T, String> word) {
    return Arrays.stream(values).map(word).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String text(String file) throws IOException {
    return Files.readString(Path.of(FOLDER + file));
  }
}
