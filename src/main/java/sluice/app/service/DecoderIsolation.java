package sluice.app.service;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.http.api.IsolationPort.Box;
import sluice.http.api.IsolationPort.IsolationStatus;
import sluice.sandbox.BoxStatus;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;
import sluice.video.isolation.remote.IsolatedInputs;

/**
 * Decides by {@code sluice.security} which sources are decoded in processes of their own, and keeps
 * what starts those. There is nothing of it while isolation is off. Thread-safe; closed after
 * streams and recordings.
 */
final class DecoderIsolation implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DecoderIsolation.class);

  private final Supplier<SecurityConfig> rules;
  private final Supplier<BoxStatus> machine;
  private final boolean possible;
  private final Supplier<DecoderProcesses> maker;
  private @Nullable DecoderProcesses processes;
  private @Nullable Announced announced;
  private boolean closed;

  /** What was logged last. */
  private record Announced(Isolation mode, boolean required) {}

  /** By a policy that is read each time, for it may change. */
  DecoderIsolation(Supplier<SecurityConfig> rules) {
    this(rules, IsolatedInputs::box, IsolatedInputs.arePossible(), DecoderProcesses::ofMachine);
  }

  /**
   * The same.
   *
   * @param machine what of a box processes can have here; quick, and loads no decoder
   * @param possible whether this system can have such processes
   * @param maker called once, when the first source is opened in a process
   */
  DecoderIsolation(
      Supplier<SecurityConfig> rules,
      Supplier<BoxStatus> machine,
      boolean possible,
      Supplier<DecoderProcesses> maker) {
    this.rules = rules;
    this.machine = machine;
    this.possible = possible;
    this.maker = maker;
  }

  /**
   * What opens a source, by the policy as it is now. Equal to another one that opens the same
   * source in the same way.
   *
   * @param fromApi whether a client of the API named it
   */
  InputOpener inputs(SourceAddress source, boolean fromApi) {
    SecurityConfig now = rules.get();
    boolean isolated =
        now.isolation().covers(source, fromApi) && (possible || now.isolationRequired());
    return isolated ? new IsolatedSource(this, source) : InputOpener.IN_PROCESS;
  }

  /** Logs what is in force, where that was not said yet; to be called once a policy counts. */
  void announce() {
    SecurityConfig now = rules.get();
    Announced next = new Announced(now.isolation(), now.isolationRequired());
    synchronized (this) {
      boolean first = announced == null;
      if (next.equals(announced) || (first && next.mode() == Isolation.OFF)) {
        return;
      }
      announced = next;
    }
    if (next.mode() == Isolation.OFF) {
      LOG.info("sources are decoded in the service's process from their next opening on");
      return;
    }
    if (!possible) {
      LOG.warn(
          "isolation = {}: this system can't have processes that decode (expected: Linux on x86-64"
              + " or aarch64); {}",
          next.mode().wireName(),
          next.required()
              ? "such sources are refused, as isolation-required says"
              : "all sources are decoded in the service's process");
      return;
    }
    BoxStatus box = machine.get();
    LOG.info(
        "isolation = {}: such sources are decoded in processes of their own; the box around each:"
            + " {}",
        next.mode().wireName(),
        inWords(box));
    if (!box.isWhole()) {
      LOG.warn(
          "the box around decoders' processes is not whole: {}; {}",
          missing(box),
          next.required()
              ? "their streams fail, as isolation-required says"
              : "they hold crashes, but may not hold an attacker");
    }
    if (box.root()) {
      LOG.warn(
          "the service runs as root: so do decoders' processes, and what gets out of the box may"
              + " read the service's environment with its tokens, and any file; run the service as"
              + " a user of its own");
    }
  }

  /** The walls that are there, in words. */
  private static String inWords(BoxStatus box) {
    List<Optional<String>> walls =
        List.of(
            box.landlockVersion() > 0
                ? Optional.of("Landlock version " + box.landlockVersion())
                : Optional.empty(),
            Optional.of("ports").filter(word -> box.ports()),
            Optional.of("scopes").filter(word -> box.scopes()),
            Optional.of("seccomp").filter(word -> box.seccomp()),
            Optional.of("no capabilities").filter(word -> box.capabilitiesDropped()));
    String words = String.join(", ", walls.stream().flatMap(Optional::stream).toList());
    return words.isEmpty() ? "none" : words;
  }

  private static String missing(BoxStatus box) {
    return String.join("; ", box.missing());
  }

  /** What is in force, for clients of the API. */
  IsolationStatus status() {
    SecurityConfig now = rules.get();
    return new IsolationStatus(
        now.isolation(), now.isolationRequired(), running(), box(now.isolation()));
  }

  private Optional<Box> box(Isolation mode) {
    if (mode == Isolation.OFF) {
      return Optional.empty();
    }
    BoxStatus box = machine.get();
    return Optional.of(
        new Box(
            box.landlockVersion(),
            box.ports(),
            box.scopes(),
            box.seccomp(),
            box.capabilitiesDropped(),
            box.root(),
            box.missing()));
  }

  /** Processes that run now. */
  synchronized int running() {
    return processes == null ? 0 : processes.running().getAsInt();
  }

  private synchronized DecoderProcesses processes() {
    if (closed) {
      throw new SluiceException(ErrorCode.INPUT, "the service ends");
    }
    if (processes == null) {
      processes = maker.get();
    }
    return Objects.requireNonNull(processes);
  }

  /** Ends all processes. */
  @Override
  public synchronized void close() {
    closed = true;
    if (processes != null) {
      processes.end().run();
    }
  }

  /** Processes for a source, unless the policy wants a box that isn't there. */
  private InputOpener processesFor(SourceAddress source) {
    BoxStatus box = machine.get();
    if (rules.get().isolationRequired() && !box.isWhole()) {
      throw new SluiceException(
          ErrorCode.ENVIRONMENT,
          source
              + ": is not opened, as the box around its decoder's process would not be whole: "
              + missing(box)
              + " (expected: a system that has it, or sluice.security.isolation-required = false;"
              + " then restart the stream)");
    }
    return processes().inputs();
  }

  /** Opens the inputs of one source in processes. */
  private record IsolatedSource(DecoderIsolation isolation, SourceAddress source)
      implements InputOpener {
    @Override
    public VideoDecoder pictures(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      return isolation.processesFor(source).pictures(settings, cancelled, taps);
    }

    @Override
    public PacketInput packets(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      return isolation.processesFor(source).packets(settings, cancelled, taps);
    }
  }
}
