package sluice.cli.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import sluice.app.detect.SceneSummary;
import sluice.app.detect.SceneSummary.LineSummary;
import sluice.app.detect.SceneSummary.ZoneSummary;
import sluice.app.detect.SinkSummary;
import sluice.cli.SampleSummaries;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;

class SummaryTextTest {
  private final Locale before = Locale.getDefault();

  /** Where decimals have a comma. */
  @BeforeEach
  void beInGermany() {
    Locale.setDefault(Locale.GERMANY);
  }

  @AfterEach
  void beWhereWeWere() {
    Locale.setDefault(before);
  }

  @Test
  void summaryText_listsAllFacts_forOneInput() {
    assertThat(SummaryText.of(SampleSummaries.ofOneInput()))
        .isEqualTo(
            """
            1394 frames in 13.8 s: 101.3 fps; 104.2 fps without the first 300
            2012 detections (person: 2012)
            dropped: none

            latency, ms     mean    p50     p90     p99
            decode          0.50   0.40    0.80    3.60
            preprocess      1.50   1.20    2.40   10.80
            request wait    4.50   3.60    7.20   32.40
            inference      13.50  10.80   21.60   97.20
            postprocess    40.50  32.40   64.80  291.60
            end to end    121.50  97.20  194.40  874.80

            device: CPU, precision bf16, 2 requests, 2 streams, 1 thread
            queue empty after 0.4 % of 1394 inferences
            model: person-detection-0202 512x512, read in 0.31 s, compiled in 0.83 s
            CPU: 15.6 ms a frame, all threads
            frames left open: 0
            wrote people.mp4
            wrote people.jsonl
            """);
  }

  @Test
  void whatBecameOfMessages_isSaid_forEachSink() {
    SinkSummary fine =
        new SinkSummary("lines", 50, Optional.empty(), 0, Map.of(), Optional.of("long ago"));
    SinkSummary poor =
        new SinkSummary(
            "hub",
            40,
            Optional.of(
                new SinkSummary.Refusals(2, "it answers 400", Path.of("refused/hub.jsonl"), 1)),
            7,
            Map.of("failed", 3L),
            Optional.of("it takes no connection"));

    assertThat(SummaryText.of(SampleSummaries.withSinks(fine, poor)))
        .endsWith(
            """
            sink lines: 50 delivered
            sink hub: 40 delivered, 2 refused (the last one: it answers 400; see refused/hub.jsonl; 1 message could not be kept), 7 not delivered, 3 lost (failed)
            """);
    assertThat(fine.failure()).isEmpty();
    assertThat(poor.failure().orElseThrow())
        .hasMessage(
            "sink hub: 10 messages lost: it takes no connection; try 'sluice sinks test hub', then"
                + " run the job again");
  }

  @Test
  void whatHappenedToObjects_isSummarized_forEachInputAndTogether() {
    SceneSummary morning =
        new SceneSummary(
            Map.of("person", 6L, "car", 1L),
            Map.of("gate", new LineSummary(6, 0)),
            Map.of("shop", new ZoneSummary(3, 2)));
    SceneSummary evening =
        new SceneSummary(
            Map.of("person", 1L),
            Map.of("gate", new LineSummary(0, 1)),
            Map.of("shop", new ZoneSummary(1, 1)));

    String text = SummaryText.of(SampleSummaries.withScenes(morning, evening));

    assertThat(text.lines())
        .contains(
            "  objects: 1 car, 6 person; line gate: 6 in, 0 out; zone shop: 3 entered, at most 2 at"
                + " once",
            "  objects: 1 person; line gate: 0 in, 1 out; zone shop: 1 entered, at most 1 at once",
            "objects: 1 car, 7 person; line gate: 6 in, 1 out; zone shop: 4 entered, at most 2 at"
                + " once");
  }

  @Test
  void noObjects_areSaidToBeNone() {
    SceneSummary nothing = new SceneSummary(Map.of(), Map.of(), Map.of());

    assertThat(SummaryText.of(SampleSummaries.withScenes(nothing))).contains("\nobjects: none\n");
  }

  @Test
  void severalInputs_areSummarized_withDropsAndDamage() {
    SluiceException failure = new SluiceException(ErrorCode.INPUT, "b.mp4 broke off");

    assertThat(SummaryText.of(SampleSummaries.ofTwoInputs(failure)))
        .startsWith(
            """
            a: 1 frame, 0 detections, 2.0 fps
            b: 20 frames, 3 detections, 10.0 fps, ended by a failure
            21 frames in 2.5 s: 8.4 fps
            3 detections (bus: 1, car: 2)
            dropped: rate 12, max-age 1000000
            damaged input: 3 times

            latency, ms\
            """)
        .contains("\ndevice: CPU (asked for: AUTO), precision bf16, ")
        .endsWith(
            """
            CPU: 20.0 ms a frame, all threads
            frames left open: 1
            wrote a.jsonl
            """);
  }

  @Test
  void summary_hasNoTable_withoutResults() {
    assertThat(SummaryText.of(SampleSummaries.ofNothing(null)))
        .isEqualTo(
            """
            0 frames in 0.0 s: 0.0 fps
            0 detections
            dropped: none
            device: CPU, 1 request
            queue empty after 0.0 % of 0 inferences
            model: m 64x64, read in 0.00 s, compiled in 0.00 s
            frames left open: 0
            """);
  }
}
