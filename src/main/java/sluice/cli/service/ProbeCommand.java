package sluice.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.cli.options.Services;
import sluice.cli.options.TlsOptions;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.ProbeReport;
import sluice.core.SluiceException;
import sluice.core.SourceInfo;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.core.util.FileFailure;
import sluice.json.JsonText;
import sluice.service.SourceProbe;

/** {@code sluice probe}: what a source is, or what is wrong with it. */
@Command(
    name = "probe",
    description = "Open a source and say what it is, or what is wrong with it.",
    sortOptions = false)
public final class ProbeCommand implements Callable<Integer> {
  private final Services services;
  private final ProcessHost host;

  @Parameters(
      paramLabel = "SOURCE",
      description = "An address, a file, a camera of this machine or a demo.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  String source;

  @Mixin TlsOptions tls = new TlsOptions();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write its first picture there, as a JPEG.")
  @Nullable String output;

  @Option(names = "--force", description = "Overwrite that file.")
  boolean force;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  public ProbeCommand(Services services, ProcessHost host) {
    this.services = services;
    this.host = host;
  }

  @Override
  public Integer call() {
    Path file = output == null ? null : OptionParsers.path("-o", output);
    if (file != null && Files.exists(file) && !force) {
      throw new SluiceException(
          ErrorCode.OUTPUT, file + ": it exists (expected: a new file, or --force)");
    }
    TlsTrust trust = tls.trust();
    SourceProbe.Target target =
        new SourceProbe.Target(new SourceAddress(source), trust.mode(), trust.fingerprint(), false);
    ProbeReport report =
        services.probe().apply(trust.caFile()).probe(target).toCompletableFuture().join();
    host.out().print(json ? json(report) : text(report));
    if (file != null) {
      write(file, report.picture());
    }
    return 0;
  }

  private static String text(ProbeReport report) {
    SourceInfo info = report.source();
    return "%s is %s %dx%d%s%s; its first picture came after %d ms%n"
        .formatted(
            info.name(),
            report.codec().isEmpty() ? "pictures" : report.codec(),
            info.width(),
            info.height(),
            info.frameRate() > 0
                ? " at " + String.format(Locale.ROOT, "%.2f", info.frameRate()) + " fps"
                : "",
            info.live() ? ", live" : info.frames() >= 0 ? ", " + info.frames() + " frames" : "",
            report.openedIn().toMillis());
  }

  /** What {@code --json} prints. */
  private record Found(
      String source,
      String codec,
      int width,
      int height,
      double fps,
      long frames,
      boolean live,
      long millis) {}

  private static String json(ProbeReport report) {
    SourceInfo info = report.source();
    Found found =
        new Found(
            info.name(),
            report.codec(),
            info.width(),
            info.height(),
            info.frameRate(),
            info.frames(),
            info.live(),
            report.openedIn().toMillis());
    return JsonText.of(found) + "\n";
  }

  private static void write(Path file, byte[] picture) {
    try {
      Files.write(
          file,
          picture,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.OUTPUT,
          "can't write the picture to %s: %s; write elsewhere"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }
}
