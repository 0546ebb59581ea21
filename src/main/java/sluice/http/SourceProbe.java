package sluice.http;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import sluice.config.Problem;
import sluice.config.SourceAddress;

/** Opens a source, looks at one picture, and closes it. Thread-safe. */
public interface SourceProbe {

  /** Looks at a source that a client of the API names; the rules of the configuration hold. */
  CompletionStage<Outcome> probe(SourceAddress source);

  /** What was found. */
  sealed interface Outcome {

    /**
     * It can be read.
     *
     * @param codec by FFmpeg's name
     * @param width of its pictures as displayed, pixels
     * @param height of its pictures as displayed, pixels
     * @param frameRate frames a second by its header, 0 where it names none
     * @param live whether it comes at its own pace
     * @param picture its first picture as JPEG; owned by the receiver, not changed any more
     */
    record Found(
        String codec,
        int width,
        int height,
        double frameRate,
        boolean live,
        Optional<byte[]> picture)
        implements Outcome {}

    /** It can't be read; the reason is one line without credentials. */
    record Failed(String reason) implements Outcome {}

    /**
     * It may not be opened.
     *
     * @param problems why
     */
    record Refused(List<Problem> problems) implements Outcome {
      /** Keeps its own copy of the list. */
      public Refused {
        problems = List.copyOf(problems);
      }
    }
  }
}
