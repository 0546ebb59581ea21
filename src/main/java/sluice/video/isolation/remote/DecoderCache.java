package sluice.video.isolation.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sluice.video.isolation.helper.DecoderTraining;

/**
 * Makes the cache with which decoders' processes start, by a run of one that the JVM records: the
 * last two words of the command line are the cache's file and a video. Part of the build; ends with
 * 1 where none is made.
 */
public final class DecoderCache {
  private DecoderCache() {}

  /** Makes the cache. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path cache = Path.of(arguments[arguments.length - 2]).toAbsolutePath();
    String video = Path.of(arguments[arguments.length - 1]).toAbsolutePath().toString();
    ProcessBuilder training =
        HelperProgram.ofThisProcess()
            .training(DecoderTraining.class.getName(), List.of("-XX:AOTCacheOutput=" + cache))
            .process(SourceBox.NONE);
    List<String> command = new ArrayList<>(training.command());
    command.add(video);
    int code = training.command(command).inheritIO().start().waitFor();
    System.exit(code == 0 && Files.isReadable(cache) ? 0 : 1);
  }
}
