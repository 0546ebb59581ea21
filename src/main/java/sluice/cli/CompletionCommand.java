package sluice.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import sluice.cli.terminal.ProcessHost;

/** {@code sluice completion}: a script with which a shell completes commands and flags. */
@Command(
    name = "completion",
    description = {
      "Print a script that completes commands and flags in bash and zsh.",
      "Use it in this shell: source <(sluice completion)",
      "Use it always: put that line into ~/.bashrc or ~/.zshrc."
    })
final class CompletionCommand implements Runnable {
  private final ProcessHost host;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  CompletionCommand(ProcessHost host) {
    this.host = host;
  }

  @Override
  public void run() {
    host.out().print(AutoComplete.bash("sluice", spec.root().commandLine()));
  }
}
