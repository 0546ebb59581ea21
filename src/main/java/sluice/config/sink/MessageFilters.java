package sluice.config.sink;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.Set;
import sluice.core.message.MessageKind;

/**
 * Filters of a sink's messages, judged before a message is made.
 *
 * @param kinds those that are told; never empty, without {@link MessageKind#TEST}
 * @param labels of what is told; empty: all
 * @param minConfidence least confidence of what is told, 0 to 1
 * @param minBox least height of what is told, as a part of the picture's, 0 to 1
 * @param maxRate most messages of frames a second and stream; the newest wins. Absent: no limit
 * @param heartbeat longest time without a message of a frame, where frames come at all
 * @param pictures which pictures go along
 */
public record MessageFilters(
    Set<MessageKind> kinds,
    Set<String> labels,
    double minConfidence,
    double minBox,
    OptionalDouble maxRate,
    Duration heartbeat,
    MessagePictures pictures) {

  /** Frames whatever is in them, and nothing else. */
  public static final MessageFilters FRAMES =
      new MessageFilters(
          Set.of(MessageKind.DETECTIONS),
          Set.of(),
          0,
          0,
          OptionalDouble.empty(),
          Duration.ofMinutes(1),
          MessagePictures.NONE);

  /** Keeps copies of the sets. */
  public MessageFilters {
    kinds = Set.copyOf(kinds);
    labels = Set.copyOf(labels);
  }

  /** Whether objects of a label are told of. */
  public boolean takesLabel(String label) {
    return labels.isEmpty() || labels.contains(label);
  }

  /** Whether objects are told whatever they are. */
  public boolean takesAllObjects() {
    return labels.isEmpty() && minConfidence == 0 && minBox == 0;
  }
}
