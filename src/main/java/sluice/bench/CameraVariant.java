package sluice.bench;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A variant of the cameras' settings, and what was measured of it.
 *
 * @param name what it is called
 * @param settings what it changes, as it was written; empty for nothing
 * @param rounds that were begun
 */
public record CameraVariant(String name, String settings, List<CameraRound> rounds) {

  /** Keeps its own copy. */
  public CameraVariant {
    rounds = List.copyOf(rounds);
  }

  /**
   * The round in the middle: by the number of cameras, then by processor time for each result.
   * Absent where none was measured.
   */
  public Optional<CameraRound> typical() {
    List<CameraRound> measured =
        rounds.stream()
            .filter(round -> round.typical().isPresent())
            .sorted(
                Comparator.comparingInt((CameraRound round) -> round.most().orElse(0))
                    .thenComparing(CameraVariant::cpu, Comparator.reverseOrder()))
            .toList();
    return measured.isEmpty()
        ? Optional.empty()
        : Optional.of(measured.get((measured.size() - 1) / 2));
  }

  private static double cpu(CameraRound round) {
    return round.typical().map(trial -> trial.perResult(trial.cpu().seconds())).orElse(0.0);
  }
}
