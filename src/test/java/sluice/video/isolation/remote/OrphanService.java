package sluice.video.isolation.remote;

import java.time.Duration;
import java.util.List;
import sluice.video.demux.DecoderSettings;

/**
 * A service that opens inputs in processes of their own and is then killed: the first one is
 * decoded all the time, once more without anything being asked, and the second one is waited for.
 * Prints the numbers of the processes.
 */
final class OrphanService {
  private OrphanService() {}

  public static void main(String... urls) {
    IsolatedInputs inputs = new IsolatedInputs(HelperProgram.ofThisProcess());
    RemoteDecoder decoding = open(inputs, urls[0]);
    RemoteDecoder idle = open(inputs, urls[0]);
    RemoteDecoder waiting = open(inputs, urls[1]);
    Thread.ofPlatform().start(() -> read(waiting));
    System.out.println(decoding.pid() + " " + idle.pid() + " " + waiting.pid());
    read(decoding);
  }

  private static RemoteDecoder open(IsolatedInputs inputs, String url) {
    return (RemoteDecoder)
        inputs.pictures(
            DecoderSettings.network(url)
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(60)),
            () -> false,
            List.of());
  }

  private static void read(RemoteDecoder decoder) {
    while (true) {
      decoder.next().picture().close();
    }
  }
}
