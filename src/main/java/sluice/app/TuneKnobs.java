package sluice.app;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import sluice.app.ModelSettings.Hint;
import sluice.openvino.Properties;
import sluice.stage.inference.EngineInfo;
import sluice.tune.Candidate;
import sluice.tune.Knob;
import sluice.tune.Space;

/** Candidates of a search as settings of a model, and the other way round. */
final class TuneKnobs {
  private static final String CPU = "CPU";
  private static final String YES = "yes";
  private static final String NO = "no";

  /** Properties that fix a knob where the user gave them by name. */
  private static final Map<String, Knob> FIXED =
      Map.of(
          Properties.PERFORMANCE_HINT, Knob.HINT,
          Properties.NUM_STREAMS, Knob.STREAMS,
          Properties.INFERENCE_NUM_THREADS, Knob.THREADS,
          Properties.ENABLE_CPU_PINNING, Knob.PINNING,
          Properties.INFERENCE_PRECISION_HINT, Knob.PRECISION);

  private final TuneSettings settings;

  TuneKnobs(TuneSettings settings) {
    this.settings = settings;
  }

  /** Where the search starts. */
  Candidate start() {
    ModelSettings model = settings.model();
    Candidate start =
        Candidate.open()
            .with(Knob.HINT, hint(model.hint()))
            .with(Knob.STREAMS, word(model.streams()))
            .with(Knob.THREADS, word(model.threads()))
            .with(Knob.REQUESTS, word(model.requests()))
            .with(Knob.PREFETCH, model.prefetch());
    Optional<String> files =
        settings.files().entrySet().stream()
            .filter(entry -> entry.getValue().equals(model.source()))
            .map(Map.Entry::getKey)
            .findFirst();
    return files.map(name -> start.with(Knob.FILES, name)).orElse(start);
  }

  private static String hint(Hint hint) {
    return hint == Hint.NONE ? Candidate.OPEN : hint.name().toLowerCase(Locale.ROOT);
  }

  private static String word(OptionalInt count) {
    return count.isPresent() ? Integer.toString(count.getAsInt()) : Candidate.OPEN;
  }

  /** The space without the knobs that the user has fixed by a property. */
  Space without(Space space) {
    Space result = space;
    for (Map.Entry<String, Knob> fixed : FIXED.entrySet()) {
      if (settings.model().properties().containsKey(fixed.getKey())) {
        result = result.holding(fixed.getValue());
      }
    }
    return result;
  }

  /** The most exact computation there is, otherwise as where the search starts. */
  Candidate exact() {
    Candidate exact = start().with(Knob.PRECISION, "f32");
    return settings.files().keySet().stream()
        .findFirst()
        .map(name -> exact.with(Knob.FILES, name))
        .orElse(exact);
  }

  /** A candidate as settings. */
  ModelSettings settings(Candidate candidate) {
    ModelSettings model = settings.model();
    Map<String, String> properties = new LinkedHashMap<>(model.properties());
    String pinning = candidate.get(Knob.PINNING);
    if (!pinning.equals(Candidate.OPEN)) {
      properties.put(
          Properties.ENABLE_CPU_PINNING, pinning.equals(YES) ? Properties.YES : Properties.NO);
    }
    String precision = candidate.get(Knob.PRECISION);
    if (!precision.equals(Candidate.OPEN)) {
      properties.put(Properties.INFERENCE_PRECISION_HINT, precision);
    }
    String hint = candidate.get(Knob.HINT);
    return new ModelSettings(
        settings.files().getOrDefault(candidate.get(Knob.FILES), model.source()),
        model.wishes(),
        model.labels(),
        model.device(),
        hint.equals(Candidate.OPEN) ? Hint.NONE : Hint.valueOf(hint.toUpperCase(Locale.ROOT)),
        candidate.number(Knob.REQUESTS),
        candidate.number(Knob.STREAMS),
        candidate.number(Knob.THREADS),
        candidate.number(Knob.PREFETCH).orElse(ModelSettings.DEFAULT_PREFETCH),
        properties);
  }

  /**
   * What a device made of a candidate. On a CPU the hint does nothing but set the rest.
   *
   * @param info of the compiled model
   */
  Candidate settled(Candidate candidate, EngineInfo info) {
    Map<String, String> said = info.properties();
    Candidate settled =
        candidate
            .with(Knob.REQUESTS, info.requests())
            .with(Knob.STREAMS, said.getOrDefault(Properties.NUM_STREAMS, Candidate.OPEN))
            .with(Knob.THREADS, said.getOrDefault(Properties.INFERENCE_NUM_THREADS, Candidate.OPEN))
            .with(
                Knob.PRECISION,
                said.getOrDefault(
                    Properties.INFERENCE_PRECISION_HINT, candidate.get(Knob.PRECISION)));
    String pinning = said.getOrDefault(Properties.ENABLE_CPU_PINNING, "");
    if (!pinning.isEmpty()) {
      settled = settled.with(Knob.PINNING, pinning.equalsIgnoreCase(Properties.NO) ? NO : YES);
    }
    return settings.model().device().equals(CPU)
        ? settled.with(Knob.HINT, Candidate.OPEN)
        : settled;
  }
}
