package sluice.video.isolation.helper;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import sluice.sandbox.SealedMemory;
import sluice.testing.ChildJvm;
import sluice.video.decode.PictureDemand;
import sluice.video.demux.DecoderSettings;
import sluice.video.ffmpeg.NativeFolders;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageInput;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.OrderOutput;

/** A decoder's process without a box, driven by hand. */
final class DecoderChild implements AutoCloseable {
  private static final long END_SECONDS = 20;

  final List<String> log = new ArrayList<>();
  final MemorySegment pictures;

  private final Process process;
  private final OrderOutput orders;
  private final MessageInput messages;

  private DecoderChild(Process process, MemorySegment pictures) {
    this.process = process;
    this.pictures = pictures;
    this.orders = new OrderOutput(process.getOutputStream());
    this.messages = new MessageInput(process.getErrorStream(), log::add);
  }

  /** Starts one with words of its command line, and waits until it is ready. */
  static DecoderChild start(String... words) throws IOException {
    String folders =
        NativeFolders.find().stream()
            .map(Object::toString)
            .collect(Collectors.joining(File.pathSeparator));
    List<String> flags =
        List.of(
            "-Xmx32m",
            "-XX:TieredStopAtLevel=1",
            "-Djava.library.path=" + folders,
            "-Dorg.bytedeco.javacpp.pathsFirst=true",
            "-Dorg.bytedeco.javacpp.cachelibraries=false",
            "-Dorg.bytedeco.javacpp.cachedir=/nonexistent/cache");
    try (SealedMemory memory = SealedMemory.create("pictures", Limits.MEMORY_BYTES)) {
      MemorySegment pictures = memory.mapReadOnly();
      Process process =
          new ProcessBuilder(ChildJvm.command(flags, DecoderMain.class, (Object[]) words))
              .redirectOutput(ProcessBuilder.Redirect.appendTo(memory.inheritable()))
              .start();
      DecoderChild child = new DecoderChild(process, pictures);
      child.expect(Message.Ready.class);
      return child;
    }
  }

  /** Orders it to open a source. */
  void open(DecoderSettings settings, boolean decoded, boolean packets) throws IOException {
    order(new Order.Open(settings, decoded, true, packets));
  }

  void order(Order order) throws IOException {
    orders.write(order);
  }

  /** The next message but those for the log; null where nothing more comes. */
  @Nullable Message read() throws IOException {
    while (true) {
      Message message = messages.read();
      if (!(message instanceof Message.Log(Message.Level level, String text))) {
        return message;
      }
      log.add(level + " " + text);
    }
  }

  /** The next message, which must be of a kind. */
  <M extends Message> M expect(Class<M> kind) throws IOException {
    Message message = read();
    if (!kind.isInstance(message)) {
      throw new AssertionError("expected " + kind.getSimpleName() + ", but: " + message + log);
    }
    return kind.cast(message);
  }

  /** Does what a demand's call asks for, and answers it where it is to be. */
  void answer(PictureDemand demand, Message.Demand asked) throws IOException {
    boolean wanted =
        switch (asked.call()) {
          case BEGIN -> {
            demand.begin();
            yield false;
          }
          case WANTS -> demand.wants(asked.timestampNanos());
          case WANTS_NEAR -> demand.wantsNear(asked.timestampNanos(), asked.key());
          case REST -> {
            demand.rest(asked.timestampNanos());
            yield false;
          }
          case PASSED -> {
            demand.passed(asked.timestampNanos());
            yield false;
          }
        };
    if (asked.call() != Message.Call.PASSED) {
      order(new Order.Answer(wanted, demand.nextNanos()));
    }
  }

  /** The service is gone, as far as the process knows. */
  void abandon() throws IOException {
    process.getOutputStream().close();
  }

  long pid() {
    return process.pid();
  }

  /** Waits for its end; the exit code. */
  int exit() throws InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("the process goes on " + log);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    SealedMemory.unmap(pictures);
  }
}
