package sluice.cli.models;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.app.library.CheckedFile;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.cli.terminal.TextTable;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.json.JsonText;
import sluice.json.Naming;

/** {@code sluice models verify}: looks whether fetched files still are what they should be. */
@Command(
    name = "verify",
    description = "Read fetched files again and compare them with their manifests.",
    sortOptions = false)
final class ModelsVerifyCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(
      paramLabel = "NAME",
      arity = "0..*",
      description = "Models to look at (default: all that are fetched).")
  List<String> names = new ArrayList<>();

  @Option(
      names = "--dir",
      paramLabel = "DIR",
      description = "Look at DIR/NAME/PRECISION/FILE (default: where 'fetch' and '-m' look).")
  @Nullable String dir;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  ModelsVerifyCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    List<CheckedFile> files =
        services
            .models()
            .get()
            .verify(
                names, Optional.ofNullable(dir).map(folder -> OptionParsers.path("--dir", folder)));
    host.out().print(json ? JsonText.indented(files, Naming.SNAKE) : text(files));
    List<CheckedFile> wrong = files.stream().filter(file -> !file.right()).toList();
    if (!wrong.isEmpty()) {
      CheckedFile first = wrong.getFirst();
      throw new SluiceException(
          ErrorCode.MODEL,
          "%d of %d files: not what the manifest says (expected: all right); run 'sluice models fetch %s --precision %s'"
              .formatted(wrong.size(), files.size(), first.model(), first.precision()));
    }
    return 0;
  }

  private static String text(List<CheckedFile> files) {
    if (files.isEmpty()) {
      return "nothing is fetched\n";
    }
    TextTable table = new TextTable(4);
    table.row(List.of("model", "precision", "state", "file"));
    files.forEach(
        file ->
            table.row(
                List.of(file.model(), file.precision(), file.state(), file.file().toString())));
    return table.render();
  }
}
