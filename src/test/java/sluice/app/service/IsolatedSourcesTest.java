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
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import sluice.config.settings.HostRules;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.config.settings.StreamConfig;
import sluice.core.DecoderCrashException;
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
    BoxStatus box = new BoxStatus(7, true, true, true, true, false, List.of());
    DecoderProcesses processes = new DecoderProcesses(new Crashing(), box, () -> 0, () -> {});
    return new DecoderIsolation(() -> rules(mode), () -> processes);
  }

  private GuardedOpener opener(String source, boolean fromApi, Isolation mode) {
    SourceAddress address = new SourceAddress(source);
    return new GuardedOpener(
        StreamConfig.of("a", address, ""),
        guard(),
        fromApi,
        TIMEOUT,
        0,
        new SourceProgress(),
        List.of(),
        new RunInputs(isolation(mode).inputs(address, fromApi)));
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

  @Test
  void recordedAddresses_areReadInProcesses() {
    SourceAddress address = new SourceAddress("rtsp://cam/main");
    RecordingOpener opener =
        new RecordingOpener(
            address,
            TlsTrust.Mode.VERIFY,
            Optional.empty(),
            TransportChoice.AUTO,
            TIMEOUT,
            guard(),
            isolation(Isolation.NETWORK).inputs(address, false));
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
