package sluice.cli.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import sluice.bench.CameraRate;
import sluice.bench.CameraRound;
import sluice.bench.CameraTrial;
import sluice.bench.CameraVariant;
import sluice.bench.CamerasResult;
import sluice.bench.CpuStage;
import sluice.bench.WithEnvironment;
import sluice.core.DropCause;
import sluice.metrics.LatencySummary;

/** What live cameras did, as one JSON object; what was not measured is left out. */
final class CamerasJson {
  private static final double MILLIS_PER_SECOND = 1000;

  private CamerasJson() {}

  static String of(WithEnvironment<CamerasResult> documented) {
    CamerasResult result = documented.result();
    return BenchJson.text(
        documented.with(
            new Cameras(
                result.residentPerCamera(), result.variants().stream().map(Variant::of).toList())));
  }

  private record Cameras(OptionalDouble residentBytesPerCamera, List<Variant> variants) {}

  private record Variant(
      String name,
      String settings,
      OptionalInt maxCameras,
      Optional<Trial> typical,
      List<Round> rounds) {

    static Variant of(CameraVariant variant) {
      Optional<CameraRound> typical = variant.typical();
      return new Variant(
          variant.name(),
          variant.settings(),
          typical.map(CameraRound::most).orElse(OptionalInt.empty()),
          typical.flatMap(round -> round.typical().map(trial -> Trial.of(round, trial))),
          variant.rounds().stream().map(Round::of).toList());
    }
  }

  private record Round(OptionalInt maxCameras, boolean complete, List<Trial> trials) {
    static Round of(CameraRound round) {
      return new Round(
          round.most(),
          round.complete(),
          round.trials().stream().map(trial -> Trial.of(round, trial)).toList());
    }
  }

  private record Trial(
      int cameras,
      boolean kept,
      double wantedFps,
      double seconds,
      double fps,
      double slowestFps,
      Map<DropCause, Long> dropped,
      Optional<BenchJson.Latency> ageMs,
      double cpuMsPerFrame,
      double cpuMsPerCameraSecond,
      Map<CpuStage, Cpu> cpuMs,
      long frameBytes,
      OptionalDouble frameBytesPerCamera,
      OptionalLong residentBytes,
      OptionalLong threads,
      OptionalDouble threadsPerCamera,
      List<Camera> each) {

    static Trial of(CameraRound round, CameraTrial trial) {
      Map<CpuStage, Cpu> stages = new LinkedHashMap<>();
      trial.cpu().stages().forEach((stage, used) -> stages.put(stage, Cpu.of(trial, used)));
      Cpu all = Cpu.of(trial, trial.cpu().seconds());
      LatencySummary age = trial.age();
      return new Trial(
          trial.count(),
          trial.kept(),
          trial.wantedFps(),
          trial.seconds(),
          trial.fps(),
          trial.leastFps(),
          trial.dropped(),
          BenchJson.Latency.of(age),
          all.perFrame(),
          all.perCameraSecond(),
          stages,
          trial.footprint().frameBytes(),
          round.perCamera(trial, each -> each.footprint().frameBytes()),
          trial.footprint().residentBytes(),
          trial.footprint().threads(),
          trial.footprint().threads().isEmpty()
              ? OptionalDouble.empty()
              : round.perCamera(trial, each -> each.footprint().threads().orElse(0)),
          trial.cameras().stream().map(camera -> Camera.of(camera, trial.seconds())).toList());
    }
  }

  private record Cpu(double perFrame, double perCameraSecond) {
    static Cpu of(CameraTrial trial, double seconds) {
      return new Cpu(
          trial.perResult(seconds) * MILLIS_PER_SECOND,
          trial.perCamera(seconds) * MILLIS_PER_SECOND);
    }
  }

  private record Camera(double fps, long frames, Map<DropCause, Long> dropped) {
    static Camera of(CameraRate camera, double seconds) {
      return new Camera(camera.results() / seconds, camera.results(), camera.dropped());
    }
  }
}
