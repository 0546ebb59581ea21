package sluice.stage.track;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.testing.MotScene;
import sluice.testing.MotScene.MotBox;
import sluice.testing.SharedFiles;

class IdentityScoreTest {

  /** The oracle's figures are of roboflow's trackers 2.6.1, which agree with TrackEval's. */
  @ParameterizedTest
  @CsvSource({
    "crossing-drops, bytetrack+time",
    "crossing-drops, bytetrack",
    "crossing-drops, sort+time",
    "parked-5fps, bytetrack+time",
    "parked-5fps, sort+time",
  })
  void isWhatTheOracleSaysOfItsResults(String name, String tracker) throws IOException {
    MotScene scene = MotScene.read(SharedFiles.file("objects/synthetic/" + name));
    Path oracle = SharedFiles.file("objects/synthetic/oracle.json");
    Path results = SharedFiles.file("objects/results/" + name + "/" + tracker + ".txt");
    double expected =
        new ObjectMapper()
            .readTree(Files.readString(oracle))
            .path(name)
            .path(tracker)
            .path("IDF1")
            .doubleValue();
    assertThat(IdentityScore.of(scene, read(results)).f1()).isCloseTo(expected, within(0.0001));
  }

  private static Map<Integer, List<MotBox>> read(Path file) throws IOException {
    Map<Integer, List<MotBox>> results = new HashMap<>();
    for (String line : Files.readAllLines(file)) {
      double[] row = Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray();
      MotBox box = new MotBox((long) row[1], row[2], row[3], row[4], row[5]);
      results.computeIfAbsent((int) row[0], _ -> new ArrayList<>()).add(box);
    }
    return results;
  }
}
