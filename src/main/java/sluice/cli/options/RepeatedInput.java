package sluice.cli.options;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.cli.terminal.OptionParsers;

/** The single input of a command that reads it repeatedly. */
public final class RepeatedInput {
  @Parameters(
      paramLabel = "INPUT",
      arity = "0..1",
      description =
          "A video, a folder of pictures, or demo: with its options; read again and again"
              + " (default: demo:).")
  @Nullable String input;

  @Option(
      names = {"-i", "--input"},
      paramLabel = "INPUT",
      description = "The same as INPUT.")
  @Nullable String sameInput;

  /**
   * What is read.
   *
   * @throws sluice.core.SluiceException when two are named, or one without a name
   */
  public String source() {
    if (input != null && sameInput != null) {
      throw OptionParsers.refused("INPUT", input + " and " + sameInput, "one input");
    }
    String source = input != null ? input : sameInput != null ? sameInput : DemoRun.INPUT;
    if (source.isBlank()) {
      throw OptionParsers.refused("INPUT", "", "a video, a folder of pictures or demo:");
    }
    return source;
  }
}
