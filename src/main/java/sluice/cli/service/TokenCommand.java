package sluice.cli.service;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import sluice.cli.terminal.OptionParsers;
import sluice.cli.terminal.ProcessHost;
import sluice.config.binding.CollectionTypes;
import sluice.config.settings.HttpConfig;
import sluice.config.settings.Right;
import sluice.config.settings.TokenHash;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.util.FileFailure;
import sluice.json.JsonField;
import sluice.json.JsonText;

/** {@code sluice token}: makes a token for the HTTP API, and the line by which a file knows it. */
@Command(
    name = "token",
    description = {
      "Make a token for the HTTP API, and the line of the configuration that knows it by its hash.",
      "The token is shown once and kept nowhere."
    },
    sortOptions = false)
public final class TokenCommand implements Callable<Integer> {
  /** 256 bits, which no guessing reaches. */
  private static final int RANDOM_BYTES = 32;

  private static final int MOST_FILE_BYTES = 4096;
  private static final Pattern NAME = Pattern.compile(CollectionTypes.ID);
  private static final Pattern VISIBLE =
      Pattern.compile("[\\x21-\\x7e]{" + TokenHash.SHORTEST + ",512}");

  private final ProcessHost host;

  @Parameters(
      paramLabel = "NAME",
      description =
          "Whose it is, as the log will say: 1 to 64 letters, digits, underscores and hyphens.")
  String name = "";

  @Option(
      names = "--right",
      paramLabel = "RIGHT",
      description = "What it is for: view, operate or admin (default: view).")
  String right = Right.VIEW.word();

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Make no token: give the line for the one in this file, which must have been drawn at"
              + " random.")
  @Nullable String tokenFile;

  @Option(names = "--json", description = "Print JSON.")
  boolean json;

  public TokenCommand(ProcessHost host) {
    this.host = host;
  }

  /**
   * What is printed.
   *
   * @param token absent where it was given
   */
  private record Made(
      @JsonField(description = "whose it is") String name,
      @JsonField(description = "view, operate or admin") String right,
      @JsonField(description = "the token; absent where it was given") Optional<String> token,
      @JsonField(description = "as http.tokens takes it") String hash) {

    String text() {
      String line =
          "sluice.http.tokens.%s { hash = \"%s\", right = %s }\n".formatted(name, hash, right);
      return token
              .map(made -> "Token, for who is to have it; it is not shown again:\n" + made + "\n")
              .orElse("")
          + "Line for the configuration:\n"
          + line;
    }
  }

  @Override
  public Integer call() {
    if (!NAME.matcher(name).matches() || name.equals(HttpConfig.TOKEN_NAME)) {
      throw OptionParsers.refused(
          "NAME",
          name,
          "1 to 64 letters, digits, underscores and hyphens, and not " + HttpConfig.TOKEN_NAME);
    }
    Right chosen = OptionParsers.word("--right", right, words(), "view, operate or admin");
    Optional<String> given =
        Optional.ofNullable(tokenFile).map(file -> read(OptionParsers.path("--token-file", file)));
    String token = given.orElseGet(TokenCommand::random);
    Made made =
        new Made(
            name,
            chosen.word(),
            given.isPresent() ? Optional.empty() : Optional.of(token),
            TokenHash.of(token).toString());
    host.out().print(json ? JsonText.of(made) + "\n" : made.text());
    return 0;
  }

  private static Map<String, Right> words() {
    Map<String, Right> result = new LinkedHashMap<>();
    for (Right each : Right.values()) {
      result.put(each.word(), each);
    }
    return result;
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String read(Path file) {
    try (var in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST_FILE_BYTES), StandardCharsets.US_ASCII).strip();
      if (!VISIBLE.matcher(text).matches()) {
        throw new SluiceException(
            ErrorCode.USAGE,
            "--token-file: %s: it holds no token (expected: %d to 512 printable characters without blanks)"
                .formatted(file, TokenHash.SHORTEST));
      }
      return text;
    } catch (IOException e) {
      throw new SluiceException(
          ErrorCode.USAGE,
          "--token-file: %s: %s (expected: a file with a token)"
              .formatted(file, FileFailure.reason(e)),
          e);
    }
  }
}
