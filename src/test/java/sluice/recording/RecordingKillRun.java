package sluice.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import sluice.testing.Ffprobe;
import sluice.testing.PacedStreams;
import sluice.testing.RequirementTable;

/**
 * Kills a process that records ({@code kill -9}), ROUNDS times on the same folder, at random: what
 * is lost, whether index and files agree, whether each file plays; then damages and deletes the
 * index. {@code ROUNDS [SEED]}; how to start it: {@code src/docs/long-runs.md}.
 */
public final class RecordingKillRun {
  private static final int STREAMS = 4;
  private static final int MOST_MILLIS = 6_000;

  private RecordingKillRun() {}

  /** Ends with exit code 1 where a bar is missed. */
  public static void main(String[] args) throws IOException, InterruptedException {
    RequirementTable bars = new RequirementTable();
    int rounds = Integer.parseInt(args[0]);
    Random random = new Random(args.length > 1 ? Long.parseLong(args[1]) : 1);
    PacedStreams.inFolder("recording-kill", folder -> run(folder, rounds, random, bars));
    System.exit(bars.missed() ? 1 : 0);
  }

  private static void run(Path folder, int rounds, Random random, RequirementTable bars)
      throws IOException, InterruptedException {
    KillDrill drill = new KillDrill(folder, STREAMS, Ffprobe.isInstalled());
    long fed = 0;
    long mostLost = 0;
    int files = 0;
    int unplayable = 0;
    int unequal = 0;
    for (int i = 0; i < rounds; i++) {
      KillDrill.Round round = drill.round(Duration.ofMillis(random.nextInt(MOST_MILLIS)));
      System.out.println(round);
      fed += round.fed();
      mostLost = Math.max(mostLost, round.mostLost());
      files += round.files();
      unplayable += round.unplayable();
      unequal += round.unequal();
    }
    RequirementTable.fact(
        "files are decoded by",
        Ffprobe.isInstalled() ? "Sluice and ffprobe" : "Sluice; ffprobe isn't installed");
    RequirementTable.fact("kills, streams", "%d, %d", rounds, STREAMS);
    RequirementTable.fact("packets fed, files made", "%d, %d", fed, files);
    bars.atMost("packets lost by a stream and kill, at most", mostLost, KillDrill.GROUP + 1);
    bars.atMost("files that don't play", unplayable, 0);
    bars.atMost("files and rows that don't agree", unequal, 0);
    List<String> rows = drill.rows();
    drill.damageIndex(true, random);
    bars.atMost("rows that differ, index damaged", differences(rows, drill.rows()), 0);
    drill.deleteIndex();
    bars.atMost("rows that differ, index deleted", differences(rows, drill.rows()), 0);
    drill.round(Duration.ofSeconds(1));
    List<String> more = drill.rows();
    drill.damageIndex(false, random);
    List<String> after = drill.rows();
    bars.atMost("rows that differ, pages damaged", differences(more, after), 0);
  }

  private static int differences(List<String> some, List<String> others) {
    return (int) some.stream().filter(row -> !others.contains(row)).count()
        + (int) others.stream().filter(row -> !some.contains(row)).count();
  }
}
