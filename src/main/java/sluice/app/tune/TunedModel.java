package sluice.app.tune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import sluice.app.model.ConfiguredModel;
import sluice.app.model.ModelSource;
import sluice.app.model.OverrideFormat;
import sluice.config.settings.ModelConfig;
import sluice.json.JsonText;
import sluice.tune.Candidate;
import sluice.tune.Parameter;

/**
 * Tuned settings of a model, as flags and as HOCON.
 *
 * @param asked the settings of the search
 * @param candidate what it found
 * @param model the same as settings
 */
record TunedModel(TuneSettings asked, Candidate candidate, ConfiguredModel model) {
  private static final Pattern UNFIT = Pattern.compile("[^A-Za-z0-9_-]+");
  private static final int LONGEST_NAME = 64;
  private static final String CPU = "CPU";

  /** An entry of the service's configuration that is complete in itself. */
  String block() {
    ModelConfig config = model.config();
    List<String> lines = new ArrayList<>();
    lines.add("model = " + quoted(asked.modelName()));
    files().ifPresent(precision -> lines.add("precision = " + precision));
    if (!config.device().equals(CPU)) {
      lines.add("device = " + quoted(config.device()));
    }
    OverrideFormat.settings(config.overrides())
        .forEach((key, value) -> lines.add(key + " = " + value));
    lines.add("hint = " + hint());
    config.requests().ifPresent(count -> lines.add("requests = " + count));
    config.streams().ifPresent(count -> lines.add("streams = " + count));
    config.threads().ifPresent(count -> lines.add("threads = " + count));
    config
        .labels()
        .ifPresent(labels -> lines.add("labels = " + quoted(labels.toAbsolutePath().toString())));
    if (config.prefetch() != ModelConfig.DEFAULT_PREFETCH) {
      lines.add("prefetch = " + config.prefetch());
    }
    if (!config.properties().isEmpty()) {
      lines.add("properties {");
      config
          .properties()
          .forEach((key, value) -> lines.add("  " + quoted(key) + " = " + quoted(value)));
      lines.add("}");
    }
    StringBuilder text = new StringBuilder("sluice.models." + name() + " {\n");
    lines.forEach(line -> text.append("  ").append(line).append('\n'));
    return text.append("}\n").toString();
  }

  /** The same as flags of {@code sluice detect}, the model's among them. */
  List<String> flags() {
    ModelConfig config = model.config();
    List<String> flags = new ArrayList<>();
    if (!(model.source() instanceof ModelSource.BuiltIn)) {
      flags.addAll(List.of("-m", asked.modelName()));
    }
    files().ifPresent(precision -> flags.addAll(List.of("--precision", precision)));
    if (!config.device().equals(CPU)) {
      flags.addAll(List.of("-d", config.device()));
    }
    flags.addAll(OverrideFormat.flags(config.overrides()));
    flags.addAll(List.of("--hint", hint()));
    config.requests().ifPresent(count -> flags.addAll(List.of("--nireq", count + "")));
    config.streams().ifPresent(count -> flags.addAll(List.of("--nstreams", count + "")));
    config.threads().ifPresent(count -> flags.addAll(List.of("--nthreads", count + "")));
    if (config.prefetch() != ModelConfig.DEFAULT_PREFETCH) {
      flags.addAll(List.of("--prefetch", Integer.toString(config.prefetch())));
    }
    for (Map.Entry<String, String> property : config.properties().entrySet()) {
      flags.addAll(List.of("--property", property.getKey() + "=" + property.getValue()));
    }
    return flags;
  }

  private Optional<String> files() {
    return Optional.of(candidate.get(Parameter.FILES)).filter(name -> !name.equals(Candidate.OPEN));
  }

  private String hint() {
    return model.config().hint().name().toLowerCase(Locale.ROOT);
  }

  /** A name of the service's: of a file, without folder and extension. */
  private String name() {
    String base = asked.modelName();
    if (!(model.source() instanceof ModelSource.BuiltIn) && asked.files().isEmpty()) {
      String last = base.substring(Math.max(base.lastIndexOf('/'), base.lastIndexOf('\\')) + 1);
      int dot = last.lastIndexOf('.');
      base = dot > 0 ? last.substring(0, dot) : last;
    }
    String fit = UNFIT.matcher(base).replaceAll("-");
    String name = fit.substring(0, Math.min(fit.length(), LONGEST_NAME));
    return name.isEmpty() ? "model" : name;
  }

  /** As HOCON takes it; JSON's escapes are HOCON's. */
  private static String quoted(String text) {
    return JsonText.of(text);
  }
}
