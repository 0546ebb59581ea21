package sluice.http.live;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.stream.javadsl.Sink;
import org.jspecify.annotations.Nullable;
import sluice.core.Failures;
import sluice.http.routing.BadBodyException;

/** Parser of the messages that a client sends over its socket. */
public final class LiveMessageReader {
  /** Characters of a message at most. */
  public static final int LONGEST = 64 << 10;

  private final ActorSystem<?> system;

  LiveMessageReader(ActorSystem<?> system) {
    this.system = system;
  }

  /** The message; fails with {@link BadBodyException} where it is none, or too long. */
  CompletionStage<LiveMessage> read(Message message) {
    if (!message.isText()) {
      return CompletableFuture.failedStage(new BadBodyException("a message must be a text"));
    }
    return text(message).thenApply(LiveMessage::read);
  }

  private CompletionStage<String> text(Message message) {
    if (message.isStrict()) {
      String text = message.asTextMessage().getStrictText();
      return text.length() > LONGEST
          ? CompletableFuture.failedStage(tooLong())
          : CompletableFuture.completedStage(text);
    }
    Parts parts = new Parts();
    return message
        .asTextMessage()
        .getStreamedText()
        .map(parts::add)
        .runWith(Sink.ignore(), system)
        .thenApply(done -> parts.whole.toString());
  }

  /** The parts of a message that came in several. */
  private static final class Parts {
    private final StringBuilder whole = new StringBuilder();

    int add(String part) {
      if (whole.length() + part.length() > LONGEST) {
        throw tooLong();
      }
      whole.append(part);
      return part.length();
    }
  }

  private static BadBodyException tooLong() {
    return new BadBodyException("a message has at most " + LONGEST + " characters");
  }

  /** Why a message could not be read, for the client. */
  static String reason(@Nullable Throwable failure) {
    return failure != null && Failures.unwrap(failure) instanceof BadBodyException bad
        ? bad.detail()
        : "the message broke off";
  }
}
