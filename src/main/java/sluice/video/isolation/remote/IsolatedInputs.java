package sluice.video.isolation.remote;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.core.DecoderCrashException;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxStatus;
import sluice.sandbox.BoxedProcess;
import sluice.sandbox.SealedMemory;
import sluice.video.decode.InputOpener;
import sluice.video.decode.StreamInfo;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.ConnectionTarget;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;
import sluice.video.demux.PacketTaps;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Order;
import sluice.video.isolation.protocol.ProtocolException;

/**
 * Opens inputs in processes of their own, each for one input. Beside what {@link InputOpener} says,
 * calls fail with a {@link DecoderCrashException} where a process ends, hangs or lies. Thread-safe.
 */
public final class IsolatedInputs implements InputOpener, AutoCloseable {
  /**
   * In which a process has to be there: it takes many seconds on a small machine that is busy, and
   * has no cache that fits its Java.
   */
  public static final Duration START_LIMIT = Duration.ofSeconds(60);

  private static final int STARTS_AT_ONCE = 2;

  /** Beyond the limits that a process keeps itself. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Of a source that has no limit of its own. */
  private static final Duration SILENCE_LIMIT = Duration.ofMinutes(1);

  private static final Logger LOG = LoggerFactory.getLogger(IsolatedInputs.class);

  private final HelperProgram program;
  private final ProgramFiles files;
  private final HelperProcess.Starter starter;
  private final HelperWatch watch = new HelperWatch();
  private final StartTurns turns = new StartTurns(STARTS_AT_ONCE);
  private final DatagramSources datagrams = new DatagramSources();
  private volatile boolean closed;

  /**
   * Nothing is started yet. The program's files have to stay from now on as they are: nothing is
   * started any more where they don't.
   *
   * @param program what is started
   */
  public IsolatedInputs(HelperProgram program) {
    this(program, BoxedProcess::start);
  }

  /** The same with another way to start a process; for tests. */
  IsolatedInputs(HelperProgram program, HelperProcess.Starter starter) {
    this.program = program;
    this.files = ProgramFiles.of(program);
    this.starter = starter;
  }

  /** Whether there can be such processes on this system: Linux, on x86-64 and aarch64. */
  public static boolean arePossible() {
    return SealedMemory.isPossible();
  }

  /** What of the box processes can have on this machine. */
  public static BoxStatus box() {
    return BoxedProcess.available();
  }

  /** Processes that run now. */
  public int running() {
    return watch.number();
  }

  /**
   * Starts a process in the box of a network source, which opens nothing, and ends it: whether
   * processes work on this machine.
   *
   * @return what of its box is in force
   * @throws SluiceException where it doesn't start
   */
  public BoxStatus trial() {
    DecoderSettings nowhere = // on the network, whose box has all walls; it is not connected to
        DecoderSettings.network("rtsp://127.0.0.1/")
            .withEndpoint(new ConnectionTarget(InetAddress.getLoopbackAddress(), TlsTrust.SYSTEM));
    HelperProcess process = start(nowhere, SourceBox.of(program, nowhere), () -> false, List.of());
    try {
      return process.box();
    } finally {
      process.close();
    }
  }

  @Override
  public VideoDecoder pictures(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    return withDatagramsWhereNeeded(
        settings,
        chosen ->
            open(
                chosen,
                cancelled,
                taps,
                true,
                (process, packets, message) ->
                    new RemoteDecoder(chosen, process, packets, opened(message), cancelled)));
  }

  @Override
  public PacketInput packets(
      DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
    return withDatagramsWhereNeeded(
        settings,
        chosen ->
            open(
                chosen,
                cancelled,
                taps,
                false,
                (process, packets, message) ->
                    new RemotePacketInput(process, packets, isDownload(message))));
  }

  /** Makes what is opened of a process that has opened its input. */
  @FunctionalInterface
  private interface Opening<T> {
    T of(HelperProcess process, RemotePackets packets, Message message);
  }

  private static StreamInfo opened(Message message) {
    if (message instanceof Message.Opened(StreamInfo info)) {
      return info;
    }
    throw new ProtocolException("it didn't open its input");
  }

  private static boolean isDownload(Message message) {
    if (message instanceof Message.Reading(boolean download)) {
      return download;
    }
    throw new ProtocolException("it didn't open its input");
  }

  /**
   * A box with datagrams is a wider one: only where the server has refused anything else, now or
   * when the source was opened last, so that it doesn't take two processes each time.
   */
  private <T> T withDatagramsWhereNeeded(
      DecoderSettings settings, Function<DecoderSettings, T> opening) {
    String name = settings.displayName();
    DecoderSettings wider = settings.withTransport(TransportChoice.UDP);
    if (mayNeedDatagrams(settings) && datagrams.contains(name)) {
      try {
        return opening.apply(wider);
      } catch (RuntimeException | Error e) {
        datagrams.remove(name);
        throw e;
      }
    }
    try {
      return opening.apply(settings);
    } catch (DatagramsNeededException e) {
      LOG.info(
          "{}: its media comes as datagrams only: its decoder's process may send them to anywhere"
              + " (transport = tcp keeps it from that)",
          name);
      T opened = opening.apply(wider);
      datagrams.add(name);
      return opened;
    }
  }

  private <T> T open(
      DecoderSettings settings,
      BooleanSupplier cancelled,
      List<PacketTap> taps,
      boolean decoded,
      Opening<T> opening) {
    PacketTaps told = new PacketTaps(settings.displayName(), taps);
    RemotePackets packets = new RemotePackets(told);
    try {
      SourceBox box = SourceBox.of(program, settings);
      HelperProcess process = start(settings, box, cancelled, taps);
      try {
        process.limits().finishWithin(limit(settings.openTimeout()));
        boolean needed = !decoded || told.needPackets();
        process.write(new Order.Open(settings, decoded, told.wantsAudio(), needed));
        Message message = awaitOpened(settings, process, packets);
        process.limits().silentWithin(limit(settings.readTimeout()));
        return opening.of(process, packets, message);
      } catch (ProtocolException e) {
        SluiceException lie = process.lied(e.getMessage());
        process.close();
        throw lie;
      } catch (RuntimeException | Error e) {
        process.close();
        throw e;
      }
    } catch (RuntimeException | Error e) {
      packets.close();
      throw e;
    }
  }

  /** Only a plain server of RTSP is asked for datagrams where it refuses anything else. */
  private static boolean mayNeedDatagrams(DecoderSettings settings) {
    return settings.transport() == TransportChoice.AUTO && settings.isPlainRtsp();
  }

  private static Duration limit(Duration limit) {
    return limit.isZero() ? SILENCE_LIMIT : limit.plus(GRACE);
  }

  private static Message awaitOpened(
      DecoderSettings settings, HelperProcess process, RemotePackets packets) {
    while (true) {
      Message message = process.read();
      switch (message) {
        case Message.Opened _, Message.Reading _ -> {
          packets.requireOpened();
          return message;
        }
        case Message.Streams streams -> packets.open(streams);
        case Message.Packet packet -> packets.lend(packet);
        case Message.Configuration told -> packets.configure(told);
        case Message.Passed passed -> packets.pass(passed);
        case Message.Failed(Message.FailureKind kind, String _, var _)
            when kind == Message.FailureKind.DATAGRAMS && mayNeedDatagrams(settings) -> {
          packets.requireUnopened();
          throw new DatagramsNeededException();
        }
        case Message.Failed failed -> {
          if (failed.kind() == Message.FailureKind.REDIRECTED) {
            packets.requireUnopened();
          }
          throw RemoteFailures.ofOpening(process.shown(), failed);
        }
        default -> throw new ProtocolException("it tells of pictures ahead of its input");
      }
    }
  }

  /** A process that has its box and waits for its source. */
  private HelperProcess start(
      DecoderSettings settings, SourceBox box, BooleanSupplier cancelled, List<PacketTap> taps) {
    String input = settings.displayName();
    BooleanSupplier unwanted = () -> closed || cancelled.getAsBoolean();
    if (!awaitTurn(unwanted, taps)) {
      throw HelperFailures.cancelled(input);
    }
    try {
      HelperText shown = HelperText.of(settings);
      files
          .changed()
          .ifPresent(
              file -> {
                throw new HelperFailures(shown).programHasChanged(file);
              });
      HelperProcess process =
          HelperProcess.start(
              starter,
              shown,
              program.process(box),
              box.rules(),
              unwanted,
              watch,
              () -> tell(taps, "its decoder's process starts"),
              START_LIMIT);
      try {
        process.started(requireBox(process));
        return process;
      } catch (RuntimeException | Error e) {
        process.close();
        throw e;
      }
    } finally {
      turns.leave();
      tell(taps, "");
    }
  }

  private boolean awaitTurn(BooleanSupplier unwanted, List<PacketTap> taps) {
    try {
      return turns.await(
          unwanted, () -> tell(taps, "its decoder's process waits for its turn to start"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void tell(List<PacketTap> taps, String what) {
    for (PacketTap tap : taps) {
      try {
        tap.opening(what);
      } catch (RuntimeException e) {
        LOG.warn("a consumer of packets failed when it was told what is waited for", e);
      }
    }
  }

  private static BoxStatus requireBox(HelperProcess process) {
    Message message = process.read();
    if (message instanceof Message.Failed failed) {
      throw process.failures().notReady(failed.text());
    }
    if (!(message instanceof Message.Ready(BoxStatus box))) {
      throw process.lied("it is not ready");
    }
    if (!box.isWhole() && box().isWhole()) {
      throw process.failures().boxIsNotWhole(box.missing());
    }
    return box;
  }

  /** Ends all processes at once; decoders that are still open fail. */
  @Override
  public void close() {
    closed = true;
    watch.killAll();
  }

  /** The server sends its media as datagrams only. */
  private static final class DatagramsNeededException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
