package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import sluice.testing.BrightClip;
import sluice.testing.Interrupts;
import sluice.testing.ServiceChild;
import sluice.testing.TinySsd;

/** The short form of {@link ServiceLoadRun}, in a heap that the same load filled before. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class ServiceLoadIT {
  private static final int OF_FILE = 2_000;
  private static final int OF_API = 100;
  private static final int ROUNDS = 12;

  @TempDir Path folder;

  private String running() throws IOException {
    Path model = TinySsd.write(folder);
    Path clip = BrightClip.of(320, 192).write(folder.resolve("clip.mkv"), 25);
    return """
    models.tiny.model = "%s"
      streams.runs { source = "%s", model = tiny, loop = true, realtime = true }
    """
        .formatted(model, clip)
        .strip();
  }

  @Test
  void whatClientsMakeGrow_doesNotFillTheMemory() throws Exception {
    Interrupts.require();
    Path configuration = ServiceLoad.configure(folder, OF_FILE, running());
    try (ServiceChild child =
            ServiceChild.launch(
                configuration,
                folder.resolve("log"),
                Map.of(),
                "-Xmx128m",
                "-Xmn16m",
                "-XX:+ExitOnOutOfMemoryError");
        ServiceLoad load = new ServiceLoad(child)) {
      load.awaitStart();
      load.add(OF_API);
      load.watch();
      for (int round = 0; round < ROUNDS; round++) {
        load.round();
      }
      assertThat(load.streams()).isEqualTo(OF_FILE + OF_API + 1);
      assertThat(load.send("GET", "/metrics", "").body())
          .contains("sluice_frames_in_total{stream=\"runs\"}")
          .doesNotContain("sluice_frames_in_total{stream=\"f1\"}");
      assertThat(child.end()).as(child.log()).isZero();
    }
  }
}
