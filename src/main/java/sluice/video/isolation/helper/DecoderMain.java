package sluice.video.isolation.helper;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.LoggerFactory;
import sluice.sandbox.BoxStatus;
import sluice.sandbox.ChildProcess;
import sluice.sandbox.SealedMemory;
import sluice.video.isolation.protocol.Counts;
import sluice.video.isolation.protocol.Limits;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.MessageOutput;
import sluice.video.isolation.protocol.OrderInput;
import sluice.video.proxy.ProxyPorts;

/**
 * A process that decodes one source for the service: orders on standard input, pictures in the
 * memory that is its standard output, messages on standard error. Words of the command line say
 * what its box lets through: {@link #SOCKETS}, {@link #DATAGRAMS}, and in digits the ports of this
 * machine that its proxies listen at, from before it is locked.
 */
public final class DecoderMain {
  /** The word of a process that may connect by TCP. */
  public static final String SOCKETS = "sockets";

  /** The word of a process that may use UDP as well. */
  public static final String DATAGRAMS = "datagrams";

  /** Exit code: the source was left as ordered, or a message says why not; or nobody orders. */
  public static final int DONE = 0;

  /** Exit code: a fault of the process itself, as a message says. */
  public static final int FAULT = 70;

  /** Exit code: orders that could not be read or obeyed. */
  public static final int ORDER_FAULT = 71;

  private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
  private static final int INPUT_DESCRIPTOR = 0;
  private static final int MEMORY_DESCRIPTOR = 1;

  private DecoderMain() {}

  /** Runs the process until its source is left. */
  public static void main(String[] arguments) {
    ChildProcess.ignoreRequestsToEnd();
    MessageOutput output = new MessageOutput(new FileOutputStream(FileDescriptor.err));
    LogSink.begin(output);
    System.exit(run(List.of(arguments), output));
  }

  private static int run(List<String> words, MessageOutput output) {
    ServiceMessages messages = new ServiceMessages(output);
    try {
      DecoderLibraries.load();
      SharedFrameMemory sharedMemory =
          new SharedFrameMemory(
              SealedMemory.mapDescriptor(MEMORY_DESCRIPTOR), Limits.MEMORY_PADDING);
      LentPictures lent = new LentPictures();
      ServiceOrders orders =
          new ServiceOrders(
              new OrderInput(new FileInputStream(FileDescriptor.in)),
              () -> ChildProcess.isReadable(INPUT_DESCRIPTOR, 0),
              lent::giveBack);
      ProxyPorts.listenAhead(
          words.stream()
              .filter(word -> PORT.matcher(word).matches())
              .map(Integer::valueOf)
              .toList());
      boolean datagrams = words.contains(DATAGRAMS);
      BoxStatus box = ChildProcess.lock(words.contains(SOCKETS), datagrams);
      return new DecoderProcess(datagrams, sharedMemory, lent, messages, orders).run(box);
    } catch (Throwable e) { // whatever it is, the service is to hear of it
      LoggerFactory.getLogger(DecoderMain.class).error("the decoder's process has a fault", e);
      messages.send(
          new Message.Failed(
              Message.FailureKind.INTERNAL,
              "the decoder's process has a fault, of which the log tells",
              Counts.NONE));
      return FAULT;
    }
  }
}
