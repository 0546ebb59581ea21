package sluice.video.isolation.remote;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sluice.video.demux.DecoderSettings;
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
    Path video = Path.of(arguments[arguments.length - 1]).toAbsolutePath();
    HelperProgram program =
        HelperProgram.ofThisProcess()
            .training(DecoderTraining.class.getName(), List.of("-XX:AOTCacheOutput=" + cache));
    ProcessBuilder training = program.process(SourceBox.of(program, DecoderSettings.file(video)));
    List<String> command = new ArrayList<>(training.command());
    command.add(video.toString());
    int code = training.command(command).inheritIO().start().waitFor();
    System.exit(code == 0 && Files.isReadable(cache) ? 0 : 1);
  }
}
