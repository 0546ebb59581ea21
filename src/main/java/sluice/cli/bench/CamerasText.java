package sluice.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import sluice.bench.CameraRound;
import sluice.bench.CameraTrial;
import sluice.bench.CameraVariant;
import sluice.bench.CamerasResult;
import sluice.bench.CpuStage;
import sluice.cli.terminal.DecimalFormats;
import sluice.cli.terminal.TextTable;
import sluice.core.util.Nanos;
import sluice.core.util.Plural;

/** What live cameras did, as lines of text; the same in every locale. */
final class CamerasText {
  private static final String NONE = "-";
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double BYTES_PER_MIB = 1 << 20;

  private CamerasText() {}

  /** All that was tried, the variants beside each other, and the answer. */
  static String of(CamerasResult result) {
    String trials = trials(result);
    if (result.isEmpty()) {
      return (trials.isEmpty() ? "" : trials + "\n")
          + "it was stopped before anything was measured to its end\n";
    }
    return trials + "\n" + variants(result) + "\n" + answer(result);
  }

  private static String trials(CamerasResult result) {
    TextTable table = new TextTable(1);
    table.row(
        List.of(
            "variant",
            "round",
            "cameras",
            "fps in all",
            "slowest",
            "lost",
            "age p50 ms",
            "age p99 ms",
            "CPU ms/result",
            "keeps"));
    boolean any = false;
    for (CameraVariant variant : result.variants()) {
      for (int i = 0; i < variant.rounds().size(); i++) {
        for (CameraTrial trial : variant.rounds().get(i).trials()) {
          table.row(trial(variant, i + 1, trial));
          any = true;
        }
      }
    }
    return any ? table.render() : "";
  }

  private static List<String> trial(CameraVariant variant, int round, CameraTrial trial) {
    return List.of(
        variant.name(),
        Integer.toString(round),
        Integer.toString(trial.count()),
        DecimalFormats.one(trial.fps()),
        DecimalFormats.two(trial.leastFps()),
        Long.toString(trial.lost()),
        DecimalFormats.one(Nanos.toMillis(trial.age().p50Nanos())),
        DecimalFormats.one(Nanos.toMillis(trial.age().p99Nanos())),
        DecimalFormats.two(trial.perResult(trial.cpu().seconds()) * MILLIS_PER_SECOND),
        DecimalFormats.one(trial.wantedFps()) + " fps: " + (trial.kept() ? "yes" : "no"));
  }

  /** A variant with the round that stands for it. */
  private record Column(CameraVariant variant, CameraRound round, CameraTrial trial) {}

  private static String variants(CamerasResult result) {
    List<Column> columns = columns(result);
    TextTable table = new TextTable(1);
    row(table, columns, "", column -> column.variant().name());
    row(table, columns, "cameras", column -> Integer.toString(column.trial().count()));
    row(
        table,
        columns,
        "CPU, ms a second and camera (ms a result)",
        column -> cpu(column.trial(), column.trial().cpu().seconds()));
    for (CpuStage stage : CpuStage.values()) {
      if (columns.stream().anyMatch(column -> column.trial().cpu().stages().containsKey(stage))) {
        row(table, columns, "  " + stage.displayName(), column -> cpu(column.trial(), stage));
      }
    }
    row(
        table,
        columns,
        "pictures and tensors, MiB",
        column -> mebibytes((double) column.trial().footprint().frameBytes()));
    row(
        table,
        columns,
        "  a camera",
        column ->
            column
                .round()
                .perCamera(column.trial(), trial -> trial.footprint().frameBytes())
                .stream()
                .mapToObj(CamerasText::mebibytes)
                .findFirst()
                .orElse(NONE));
    row(
        table,
        columns,
        "threads",
        column ->
            column.trial().footprint().threads().stream()
                .mapToObj(Long::toString)
                .findFirst()
                .orElse(NONE));
    row(table, columns, "  a camera", CamerasText::threads);
    row(
        table,
        columns,
        "resident memory, MiB",
        column ->
            column.trial().footprint().residentBytes().stream()
                .asDoubleStream()
                .mapToObj(CamerasText::mebibytes)
                .findFirst()
                .orElse(NONE));
    return table.render();
  }

  private static List<Column> columns(CamerasResult result) {
    return result.variants().stream()
        .flatMap(
            variant ->
                variant.typical().stream()
                    .flatMap(
                        round ->
                            round.typical().stream()
                                .map(trial -> new Column(variant, round, trial))))
        .toList();
  }

  private static void row(
      TextTable table, List<Column> columns, String label, Function<Column, String> cell) {
    table.row(
        Stream.concat(Stream.of(label), columns.stream().map(cell))
            .collect(Collectors.toCollection(ArrayList::new)));
  }

  private static String cpu(CameraTrial trial, CpuStage stage) {
    Double seconds = trial.cpu().stages().get(stage);
    return seconds == null ? NONE : cpu(trial, seconds);
  }

  private static String cpu(CameraTrial trial, double seconds) {
    return DecimalFormats.two(trial.perCamera(seconds) * MILLIS_PER_SECOND)
        + " ("
        + DecimalFormats.two(trial.perResult(seconds) * MILLIS_PER_SECOND)
        + ")";
  }

  private static String threads(Column column) {
    OptionalDouble slope =
        column.trial().footprint().threads().isEmpty()
            ? OptionalDouble.empty()
            : column
                .round()
                .perCamera(column.trial(), trial -> trial.footprint().threads().orElse(0));
    return slope.stream().mapToObj(DecimalFormats::one).findFirst().orElse(NONE);
  }

  private static String mebibytes(double bytes) {
    return DecimalFormats.one(bytes / BYTES_PER_MIB);
  }

  private static String answer(CamerasResult result) {
    StringBuilder text = new StringBuilder();
    if (result.searched()) {
      columns(result).forEach(column -> text.append(most(column)));
    }
    if (result.variants().stream()
        .flatMap(variant -> variant.rounds().stream())
        .anyMatch(round -> !round.complete())) {
      text.append("it was stopped before the end\n");
    }
    if (columns(result).stream().anyMatch(column -> column.trial().cpu().stages().isEmpty())) {
      text.append("CPU is not counted by stage here: this needs Linux\n");
    }
    result
        .residentPerCamera()
        .ifPresent(
            bytes ->
                text.append("resident memory: ")
                    .append(mebibytes(bytes))
                    .append(" MiB a camera, in the first round\n"));
    return text.toString();
  }

  private static String most(Column column) {
    int most = column.round().most().orElse(0);
    return column.variant().name()
        + ": "
        + Plural.of(most, "camera")
        + (most == 1 ? " keeps " : " keep ")
        + DecimalFormats.one(column.trial().wantedFps())
        + " fps"
        + (column.round().complete() ? "" : ", so far")
        + "\n";
  }
}
