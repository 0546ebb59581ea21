package sluice.cli.terminal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/** Options of a benchmark's outputs besides the table. */
public final class BenchOutput {
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description =
          "Write all figures, and what is needed to repeat them, as JSON; - is standard output, and"
              + " the table goes to standard error then.")
  @Nullable String json;

  @Option(names = "--force", description = "Replace files that exist.")
  public boolean force;

  @Option(names = "--quiet", description = "No progress; the table stays.")
  public boolean quiet;

  /** Whether standard output carries JSON. */
  public boolean jsonToStandardOutput() {
    return STANDARD_OUTPUT.equals(json);
  }

  /**
   * Refuses a file that can't be written, before minutes are spent.
   *
   * @throws SluiceException of code OUTPUT
   */
  public void check() {
    if (json == null || jsonToStandardOutput()) {
      return;
    }
    Path file = OptionParsers.path("--json", json);
    if (Files.isDirectory(file)) {
      throw refused("is a folder; name a file", null);
    }
    if (Files.exists(file) && !force) {
      throw refused("it exists; name another or add --force", null);
    }
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isWritable(folder)) {
      throw refused("its folder isn't there or may not be written; name another", null);
    }
  }

  /**
   * Writes the figures where they were asked for; nothing where there are none.
   *
   * @throws SluiceException of code OUTPUT
   */
  public void write(String text, ProcessHost host) {
    if (json == null || text.isEmpty()) {
      return;
    }
    if (jsonToStandardOutput()) {
      host.out().print(text);
      return;
    }
    try {
      Files.writeString(OptionParsers.path("--json", json), text);
    } catch (IOException e) {
      throw refused(FileFailure.reason(e) + "; make room or name another", e);
    }
  }

  private SluiceException refused(String why, @Nullable IOException cause) {
    return new SluiceException(
        ErrorCode.OUTPUT, "--json: " + json + " can't be written: " + why, cause);
  }
}
