package sluice.app.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import sluice.cluster.placement.StreamCost;
import sluice.cluster.placement.WeightEstimate;
import sluice.cluster.stream.DesiredStream;
import sluice.config.StreamJson;
import sluice.config.settings.PlacementConfig;
import sluice.config.settings.StreamConfig;
import sluice.service.control.ServiceState;
import sluice.service.control.StreamEntry;
import sluice.service.stream.StreamSpec;

/** What the control plane wants of all streams, in the placer's words. */
final class DesiredStreams {
  /** Of a camera that nobody has measured: 1920x1080. */
  private static final double MEGAPIXELS = 1920 * 1080 / 1e6;

  /** Half of the usual 25. */
  private static final double SLOW_FPS = 12.5;

  private DesiredStreams() {}

  /** All streams of a state. */
  static List<DesiredStream> of(ServiceState state) {
    List<DesiredStream> result = new ArrayList<>();
    state.streams().values().forEach(entry -> result.add(desired(entry)));
    return result;
  }

  private static DesiredStream desired(StreamEntry entry) {
    boolean ofFile = entry.origin() == StreamSpec.Origin.FILE;
    String settings = ofFile ? ManagedStreams.OF_FILE : StreamJson.write(entry.config(), true);
    PlacementConfig placement = entry.config().placement();
    return new DesiredStream(
        entry.config().id(),
        settings,
        version(settings, entry.paused()),
        entry.paused(),
        expected(entry.config()),
        new DesiredStream.Wishes(
            placement.weight(),
            placement.needs(),
            placement.prefers(),
            placement.avoids(),
            placement.priority()));
  }

  /**
   * What few frames a second cost, besides what the model does with them: decoding is less then.
   */
  private static double expected(StreamConfig stream) {
    return stream.detectFps().isPresent()
        ? new StreamCost(stream.detectFps().getAsDouble(), 1, MEGAPIXELS, SLOW_FPS).weight()
        : WeightEstimate.UNKNOWN.weight();
  }

  /** Names the content, so that it is the same number whichever node has the placer. */
  private static long version(String settings, boolean paused) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] sum = digest.digest((settings + paused).getBytes(UTF_8));
      return ByteBuffer.wrap(sum).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
