package sluice.cli.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.cli.options.NetworkOptions;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.core.ErrorCode;
import sluice.core.PixelAspect;
import sluice.core.ProbeReport;
import sluice.core.SluiceException;
import sluice.core.SourceDetails;
import sluice.core.SourceInfo;
import sluice.core.StreamFacts;
import sluice.core.TransportProtocol;
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

  @Mixin NetworkOptions network = new NetworkOptions();

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
    TlsTrust trust = network.trust();
    SourceProbe.Target target =
        new SourceProbe.Target(
            new SourceAddress(source),
            trust.mode(),
            trust.fingerprint(),
            network.transport(),
            false);
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
    String first =
        "%s is %s %dx%d%s%s; its first picture came after %d ms%n"
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
    return first + details(info.details(), report.stream());
  }

  private static String details(SourceDetails details, Optional<StreamFacts> stream) {
    StringBuilder lines = new StringBuilder();
    line(lines, "pixels", details.pixelAspect() + (isSquare(details) ? ", square" : ""));
    details.transport().ifPresent(transport -> line(lines, "transport", transport.toString()));
    stream.ifPresent(
        facts -> {
          line(
              lines,
              "clock",
              details.clock()
                  ? "in units of " + facts.timeBase() + " s"
                  : "none; pictures of a live source get the time at which they come");
          line(
              lines,
              "key frames",
              facts
                  .keyFrameSeconds()
                  .map(seconds -> String.format(Locale.ROOT, "%.2f s apart", seconds))
                  .orElse("one; no second one was seen"));
          line(lines, "sound", facts.sound().map(ProbeCommand::sound).orElse("none"));
        });
    return lines.toString();
  }

  private static boolean isSquare(SourceDetails details) {
    return details.pixelAspect().equals(PixelAspect.SQUARE);
  }

  private static void line(StringBuilder lines, String name, String value) {
    lines.append(String.format(Locale.ROOT, "  %-11s %s%n", name, value));
  }

  private static String sound(StreamFacts.Sound sound) {
    return "%s, %d Hz, %d channel%s"
        .formatted(sound.codec(), sound.rate(), sound.channels(), sound.channels() == 1 ? "" : "s");
  }

  /** What {@code --json} prints. */
  private record Found(
      String source,
      String codec,
      int width,
      int height,
      String pixelAspect,
      double fps,
      long frames,
      boolean live,
      Optional<String> transport,
      boolean clock,
      Optional<String> timeBase,
      Optional<Double> keyFrameSeconds,
      Optional<StreamFacts.Sound> sound,
      long millis) {}

  private static String json(ProbeReport report) {
    SourceInfo info = report.source();
    Found found =
        new Found(
            info.name(),
            report.codec(),
            info.width(),
            info.height(),
            info.details().pixelAspect().toString(),
            info.frameRate(),
            info.frames(),
            info.live(),
            info.details().transport().map(TransportProtocol::toString),
            info.details().clock(),
            report.stream().map(StreamFacts::timeBase),
            report.stream().flatMap(StreamFacts::keyFrameSeconds),
            report.stream().flatMap(StreamFacts::sound),
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
