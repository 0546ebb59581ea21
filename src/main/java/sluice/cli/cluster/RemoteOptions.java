package sluice.cli.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import sluice.app.Configuration;
import sluice.app.remote.RemoteAddress;
import sluice.app.remote.RemoteService;
import sluice.app.remote.RemoteToken;
import sluice.cli.options.ConfigOption;
import sluice.cli.options.Services;
import sluice.cli.terminal.OptionParsers;
import sluice.config.settings.HttpConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;

/** Options that name a running service, and how it is asked. No token is taken from a flag. */
final class RemoteOptions {
  private static final int MOST_TOKEN_BYTES = 4096;

  @Option(
      names = "--url",
      paramLabel = "URL",
      description =
          "Address of the service (default: as its configuration says; where there is none,"
              + " http://127.0.0.1:8080).")
  @Nullable String url;

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description =
          "The service's configuration, for its address, certificate and token (default:"
              + " conf/application.conf; not read with --url).")
  @Nullable String config;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "File with the service's token (default: that of the configuration, else SLUICE_TOKEN of"
              + " the environment).")
  @Nullable String tokenFile;

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "PEM file of authorities that --url is trusted by, beside the system's.")
  @Nullable String caFile;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "How long the answer may take (default: 10).")
  String timeout = "10";

  /**
   * A service as the options name it; nothing is connected yet.
   *
   * @throws SluiceException USAGE or INPUT that says what can't be used
   */
  RemoteService open(Services services) {
    Duration limit = OptionParsers.seconds("--timeout", timeout);
    Optional<HttpConfig> configured = configured(services);
    RemoteAddress address = address(configured);
    Optional<RemoteToken> token = Optional.empty();
    if (tokenFile != null) {
      token = Optional.of(read(OptionParsers.path("--token-file", tokenFile)));
    } else if (configured.isPresent() && configured.get().token().isPresent()) {
      token = configured.get().token().map(known -> new RemoteToken(known, "the configuration"));
    } else {
      token = RemoteToken.of(services.environment().get());
    }
    return new RemoteService(address, token, limit);
  }

  private RemoteAddress address(Optional<HttpConfig> configured) {
    Optional<Path> authorities =
        Optional.ofNullable(caFile).map(name -> OptionParsers.path("--ca-file", name));
    if (url == null && authorities.isPresent()) {
      throw new SluiceException(
          ErrorCode.USAGE, "--ca-file: given without --url (expected: both, or none)");
    }
    String given = url == null ? RemoteAddress.USUAL : url;
    return url == null && configured.isPresent()
        ? RemoteAddress.of(configured.get())
        : RemoteAddress.parse(given, authorities)
            .orElseThrow(() -> OptionParsers.refused("--url", given, RemoteAddress.EXPECTED));
  }

  /** The configuration that was named; without an address also the usual one, if it is there. */
  private Optional<HttpConfig> configured(Services services) {
    Path file = config == null ? Configuration.usualFile() : OptionParsers.path("-c", config);
    boolean isRead = config != null || (url == null && Files.exists(file));
    return isRead
        ? Optional.of(ConfigOption.read(file, services.config().get()).http())
        : Optional.empty();
  }

  private static RemoteToken read(Path file) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MOST_TOKEN_BYTES);
      return RemoteToken.of(new String(bytes, StandardCharsets.US_ASCII), file.toString());
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "--token-file: %s: %s (expected: a file with the service's token)"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }
}
