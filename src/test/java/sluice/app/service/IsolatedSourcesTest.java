package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.HostRules;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.DecoderCrashException;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.core.source.SourceAddress;
import sluice.core.source.TlsTrust;
import sluice.sandbox.BoxStatus;
import sluice.service.SourceProbe;
import sluice.stage.source.SourceProgress;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;

/** What the service opens reaches the processes, by the kind of source and by who named it. */
@Timeout(60)
class IsolatedSourcesTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  @TempDir Path folder;

  private final List<String> opened = new CopyOnWriteArrayList<>();

  private SecurityConfig rules(Isolation mode) {
    HostRules all = HostRules.unbound();
    return new SecurityConfig(
        Set.copyOf(SourceAddress.SCHEMES),
        all,
        all,
        List.of(folder),
        Optional.empty(),
        mode,
        false);
  }

  private SourceGuard guard() {
    return new SourceGuard(
        () -> rules(Isolation.NETWORK),
        host -> new InetAddress[] {InetAddress.ofLiteral("10.0.0.7")},
        address -> false);
  }

  private DecoderIsolation isolation(Isolation mode) {
    return isolation(new AtomicReference<>(mode));
  }

  private DecoderIsolation isolation(AtomicReference<Isolation> mode) {
    BoxStatus box = new BoxStatus(7, true, true, true, true, false, List.of());
    DecoderProcesses processes = new DecoderProcesses(new Crashing(), () -> 0, () -> {});
    return new DecoderIsolation(() -> rules(mode.get()), () -> box, true, () -> processes);
  }

  private GuardedOpener opener(String source, boolean fromApi, Isolation mode) {
    return opener(source, fromApi, isolation(mode));
  }

  private GuardedOpener opener(String source, boolean fromApi, DecoderIsolation isolation) {
    SourceAddress address = new SourceAddress(source);
    return new GuardedOpener(
        StreamConfig.of("a", address, ""),
        guard(),
        fromApi,
        TIMEOUT,
        0,
        new SourceProgress(),
        List.of(),
        new RunInputs(() -> isolation.inputs(address, fromApi)));
  }

  private void assertIsolated(GuardedOpener opener, boolean isolated) {
    opened.clear();
    assertThatThrownBy(() -> opener.open(() -> false)).isInstanceOf(RuntimeException.class);
    assertThat(opened).isEqualTo(isolated ? List.of("pictures") : List.of());
    assertThat(opener.inputs().isIsolated()).isEqualTo(isolated);
  }

  @Test
  void sourcesOfStreams_areOpenedWhereTheModeSays() throws Exception {
    String file = Files.writeString(folder.resolve("a.mp4"), "no video").toString();
    Path images = Files.createDirectory(folder.resolve("images"));
    Files.writeString(images.resolve("1.jpg"), "no image");

    assertIsolated(opener("rtsp://cam/1", false, Isolation.NETWORK), true);
    assertIsolated(opener(file, true, Isolation.NETWORK), true);
    assertIsolated(opener(file, false, Isolation.NETWORK), false);
    assertIsolated(opener(file, false, Isolation.ALL), true);
    assertIsolated(opener(file, true, Isolation.OFF), false);
    assertIsolated(opener(images.toString(), true, Isolation.ALL), false);
    assertIsolated(opener("/dev/video255", false, Isolation.ALL), false);
  }

  /** As after a reload, between the passes of a loop. */
  @Test
  void changedMode_holdsWithTheNextOpening() throws Exception {
    AtomicReference<Isolation> mode = new AtomicReference<>(Isolation.NETWORK);
    String file = Files.writeString(folder.resolve("a.mp4"), "no video").toString();
    GuardedOpener opener = opener(file, false, isolation(mode));
    assertIsolated(opener, false);
    mode.set(Isolation.ALL);
    assertIsolated(opener, true);
    mode.set(Isolation.OFF);
    assertIsolated(opener, false);
  }

  @Test
  void changedMode_holdsWithTheNextOpeningOfARecordedAddress() {
    AtomicReference<Isolation> mode = new AtomicReference<>(Isolation.ALL);
    RecordingOpener opener = recording(isolation(mode), true);
    assertThatThrownBy(() -> opener.open(List.of(), () -> false))
        .isInstanceOf(DecoderCrashException.class);
    mode.set(Isolation.OFF);
    BooleanSupplier cancelled = () -> true;
    assertThatThrownBy(() -> opener.open(List.of(), cancelled))
        .isInstanceOf(SluiceException.class)
        .isNotInstanceOf(DecoderCrashException.class);
    assertThat(opened).containsExactly("packets");
  }

  /** A session goes on where its address would be opened in the same way. */
  @Test
  void recordedAddress_ofAnotherMode_isAnotherOne() {
    DecoderIsolation isolation = isolation(Isolation.NETWORK);
    SourceGuard guard = guard();
    assertThat(recording(guard, isolation, true)).isEqualTo(recording(guard, isolation, true));
    assertThat(recording(guard, isolation, true)).isNotEqualTo(recording(guard, isolation, false));
  }

  private RecordingOpener recording(DecoderIsolation isolation, boolean isolated) {
    return recording(guard(), isolation, isolated);
  }

  private static RecordingOpener recording(
      SourceGuard guard, DecoderIsolation isolation, boolean isolated) {
    return new RecordingOpener(
        new SourceAddress("rtsp://cam/main"),
        TlsTrust.Mode.VERIFY,
        Optional.empty(),
        TransportChoice.AUTO,
        TIMEOUT,
        guard,
        isolation,
        isolated);
  }

  @Test
  void recordedAddresses_areReadInProcesses() {
    RecordingOpener opener = recording(isolation(Isolation.NETWORK), true);
    assertThatThrownBy(() -> opener.open(List.of(), () -> false))
        .isInstanceOf(DecoderCrashException.class);
    assertThat(opened).containsExactly("packets");
  }

  @Test
  void probedSources_areOpenedInProcesses() {
    SourceProber prober = new SourceProber(guard(), isolation(Isolation.NETWORK));
    SourceProbe.Target target =
        new SourceProbe.Target(
            new SourceAddress("rtsp://cam/1"),
            TlsTrust.Mode.VERIFY,
            Optional.empty(),
            TransportChoice.AUTO,
            true);
    assertThatThrownBy(() -> prober.probe(target).toCompletableFuture().join())
        .hasCauseInstanceOf(DecoderCrashException.class);
    assertThat(opened).containsExactly("pictures");
  }

  /** Crashes whatever it opens. */
  private final class Crashing implements InputOpener {
    @Override
    public VideoDecoder pictures(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      opened.add("pictures");
      throw new DecoderCrashException("it crashed", true);
    }

    @Override
    public PacketInput packets(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      opened.add("packets");
      throw new DecoderCrashException("it crashed", true);
    }
  }
}
