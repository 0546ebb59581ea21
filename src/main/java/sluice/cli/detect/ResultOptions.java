package sluice.cli.detect;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.cli.options.OutputPaths;
import sluice.cli.terminal.OptionParsers;
import sluice.core.PixelSize;

/** Options of outputs: where results go. */
final class ResultOptions {

  @Option(
      names = {"-o", "--output"},
      paramLabel = "OUT.mp4",
      description =
          "Write the video with boxes drawn. With several inputs OUT holds {name} (the input's file"
              + " name without extension) or {n} (its number).")
  @Nullable String video;

  @Option(
      names = "--json",
      paramLabel = "OUT.jsonl",
      description =
          "Write JSON Lines, one a frame; - is standard output. {name} and {n} as for -o.")
  @Nullable String json;

  @Option(
      names = {"--output-size", "--output_resolution"},
      paramLabel = "WxH",
      description = "Size of OUT.mp4 (default: that of the input).")
  @Nullable String outputSize;

  @Option(
      names = "--show",
      description = {
        "Open a page with live pictures in a browser while the job runs. Files play at their own"
            + " pace (see --no-realtime)."
      })
  boolean show;

  @Option(names = "--force", description = "Replace files that exist.")
  boolean force;

  @Option(names = "--quiet", description = "No progress; the summary stays.")
  boolean quiet;

  /** Whether any file was asked for. */
  boolean named() {
    return video != null || json != null;
  }

  /** The files asked for. */
  OutputPaths outputs() {
    return new OutputPaths(video, json);
  }

  /** Size of the video, if one was asked for. */
  Optional<PixelSize> size() {
    if (outputSize == null) {
      return Optional.empty();
    }
    if (video == null) {
      throw OptionParsers.refused("--output-size", outputSize, "-o beside it");
    }
    return Optional.of(OptionParsers.size("--output-size", outputSize));
  }

  /** Whether standard output carries JSON Lines. */
  boolean jsonToStandardOutput() {
    return "-".equals(json);
  }
}
