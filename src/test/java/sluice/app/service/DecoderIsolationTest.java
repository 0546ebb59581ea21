package sluice.app.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import ch.qos.logback.classic.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sluice.config.settings.HostRules;
import sluice.config.settings.Isolation;
import sluice.config.settings.SecurityConfig;
import sluice.core.ErrorCode;
import sluice.core.SluiceException;
import sluice.core.source.SourceAddress;
import sluice.http.api.IsolationPort.Box;
import sluice.http.api.IsolationPort.IsolationStatus;
import sluice.sandbox.BoxStatus;
import sluice.testing.CapturedLog;
import sluice.video.decode.InputOpener;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.demux.PacketInput;
import sluice.video.demux.PacketTap;

class DecoderIsolationTest {
  private static final SourceAddress CAMERA = new SourceAddress("rtsp://user:secret@10.0.0.7/1");
  private static final BoxStatus WHOLE = new BoxStatus(7, true, true, true, true, false, List.of());
  private static final BoxStatus OPEN =
      new BoxStatus(
          0, false, false, true, false, true, List.of("the kernel has no Landlock", "no scopes"));

  private final AtomicReference<SecurityConfig> rules =
      new AtomicReference<>(rules(Isolation.NETWORK, false));
  private final List<String> opened = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final AtomicInteger ended = new AtomicInteger();
  private BoxStatus box = WHOLE;
  private final DecoderIsolation isolation =
      new DecoderIsolation(rules::get, () -> box, true, this::make);

  @AfterEach
  void close() {
    isolation.close();
  }

  private DecoderProcesses make() {
    made.incrementAndGet();
    return new DecoderProcesses(new FakeInputs(), () -> 3, ended::incrementAndGet);
  }

  private static SecurityConfig rules(Isolation mode, boolean required) {
    HostRules all = HostRules.unbound();
    return new SecurityConfig(
        Set.of("rtsp"), all, all, List.of(), Optional.empty(), mode, required);
  }

  private void open(InputOpener inputs) {
    inputs.pictures(DecoderSettings.file(Path.of("a.mp4")), () -> false, List.of());
  }

  @ParameterizedTest
  @CsvSource({
    "OFF, rtsp://cam/1, true, false",
    "NETWORK, rtsp://cam/1, false, true",
    "NETWORK, rtsps://cam/1, false, true",
    "NETWORK, http://cam/1, false, true",
    "NETWORK, https://cam/1, false, true",
    "NETWORK, /clips/a.mp4, true, true",
    "NETWORK, /clips/a.mp4, false, false",
    "NETWORK, demo:, true, false",
    "NETWORK, /dev/video0, true, false",
    "ALL, /clips/a.mp4, false, true",
    "ALL, demo:, false, true",
    "ALL, rtsp://cam/1, false, true",
    "ALL, camera:0, true, false"
  })
  void mode_saysWhichSources(Isolation mode, String source, boolean fromApi, boolean isolated) {
    rules.set(rules(mode, false));
    InputOpener inputs = isolation.inputs(new SourceAddress(source), fromApi);
    assertThat(inputs.equals(InputOpener.IN_PROCESS)).isEqualTo(!isolated);
  }

  @Test
  void whereProcessesCannotBe_theServiceDecodes_unlessTheyAreRequired() {
    box = OPEN;
    try (CapturedLog log = CapturedLog.of(DecoderIsolation.class);
        DecoderIsolation elsewhere =
            new DecoderIsolation(rules::get, () -> box, false, this::make)) {
      elsewhere.announce();
      assertThat(log.lines(Level.WARN))
          .singleElement()
          .asString()
          .contains("expected: Linux", "decoded in the service's process");
      assertThat(elsewhere.inputs(CAMERA, false)).isEqualTo(InputOpener.IN_PROCESS);

      rules.set(rules(Isolation.NETWORK, true));
      assertThatThrownBy(() -> open(elsewhere.inputs(CAMERA, false)))
          .hasMessageContaining("isolation-required");
    }
  }

  @Test
  void whileOff_nothingIsMade() {
    rules.set(rules(Isolation.OFF, true));
    try (CapturedLog log = CapturedLog.of(DecoderIsolation.class)) {
      isolation.announce();
      isolation.announce();
      assertThat(log.lines(Level.INFO)).isEmpty();
      assertThat(log.lines(Level.WARN)).isEmpty();
    }
    assertThat(isolation.inputs(CAMERA, true)).isEqualTo(InputOpener.IN_PROCESS);
    assertThat(isolation.running()).isZero();
    assertThat(isolation.status())
        .isEqualTo(new IsolationStatus(Isolation.OFF, true, 0, Optional.empty()));
    isolation.close();
    assertThat(made).hasValue(0);
  }

  /** Libraries of a decoder are loaded with the first source, not at the start. */
  @Test
  void whatIsInForce_isToldWithoutProcesses() {
    isolation.announce();
    assertThat(isolation.status().box()).isPresent();
    assertThat(made).hasValue(0);
  }

  @Test
  void processes_areMadeOnce_andEndedAtTheEnd() {
    InputOpener inputs = isolation.inputs(CAMERA, false);
    assertThat(made).as("nothing is opened yet").hasValue(0);
    assertThatThrownBy(() -> open(inputs)).hasMessage("opened");
    assertThatThrownBy(() -> open(isolation.inputs(CAMERA, false))).hasMessage("opened");
    assertThat(opened).hasSize(2);
    assertThat(made).hasValue(1);
    assertThat(isolation.running()).isEqualTo(3);
    assertThat(isolation.status())
        .isEqualTo(
            new IsolationStatus(
                Isolation.NETWORK,
                false,
                3,
                Optional.of(new Box(7, true, true, true, true, false, List.of()))));

    isolation.close();
    assertThat(ended).hasValue(1);
    assertThatThrownBy(() -> open(inputs)).hasMessage("the service ends");
  }

  /** A recording goes on where it would be opened in the same way. */
  @Test
  void openers_areEqual_whereTheyOpenTheSame() {
    InputOpener inputs = isolation.inputs(CAMERA, false);
    assertThat(isolation.inputs(CAMERA, false)).isEqualTo(inputs);
    assertThat(isolation.inputs(new SourceAddress("rtsp://10.0.0.7/2"), false))
        .isNotEqualTo(inputs);
    rules.set(rules(Isolation.OFF, false));
    assertThat(isolation.inputs(CAMERA, false)).isNotEqualTo(inputs);
  }

  @Test
  void boxThatIsNotWhole_isUsed_unlessItIsRequired() {
    box = OPEN;
    InputOpener inputs = isolation.inputs(CAMERA, false);
    assertThatThrownBy(() -> open(inputs)).hasMessage("opened");

    rules.set(rules(Isolation.NETWORK, true));
    assertThatThrownBy(() -> open(inputs))
        .hasMessageStartingWith("rtsp://***@10.0.0.7/1: is not opened")
        .hasMessageContaining("would not be whole: the kernel has no Landlock; no scopes (expected")
        .hasMessageContaining(
            "sluice.security.isolation-required = false; then restart the stream)")
        .asInstanceOf(type(SluiceException.class))
        .extracting(SluiceException::code)
        .isEqualTo(ErrorCode.ENVIRONMENT);
    assertThat(opened).hasSize(1);
  }

  @Test
  void log_saysOnceWhatIsInForce_andWhatIsMissing() {
    box = OPEN;
    try (CapturedLog log = CapturedLog.of(DecoderIsolation.class)) {
      isolation.announce();
      isolation.announce();
      assertThat(log.lines(Level.INFO))
          .satisfiesExactly(line -> assertThat(line).contains("isolation = network", ": seccomp"));
      assertThat(log.lines(Level.WARN))
          .satisfiesExactly(
              line -> assertThat(line).contains("no Landlock; no scopes; they hold crashes"),
              line -> assertThat(line).contains("runs as root", "a user of its own"));
    }
    try (CapturedLog log = CapturedLog.of(DecoderIsolation.class)) {
      rules.set(rules(Isolation.OFF, false));
      isolation.announce();
      isolation.announce();
      assertThat(log.lines(Level.INFO))
          .satisfiesExactly(line -> assertThat(line).contains("in the service's process"));
    }
  }

  @Test
  void wholeBox_isNamedByItsWalls() {
    try (CapturedLog log = CapturedLog.of(DecoderIsolation.class)) {
      isolation.announce();
      assertThat(log.lines(Level.INFO))
          .satisfiesExactly(
              line ->
                  assertThat(line)
                      .endsWith("Landlock version 7, ports, scopes, seccomp, no capabilities"));
    }
  }

  @Test
  void run_knowsWhetherItsInputIsInAProcess() {
    RunInputs inputs = new RunInputs(() -> isolation.inputs(CAMERA, false));
    assertThat(inputs.isIsolated()).isFalse();
    assertThatThrownBy(() -> open(inputs)).hasMessage("opened");
    assertThat(inputs.isIsolated()).isTrue();

    RunInputs own = new RunInputs(() -> InputOpener.IN_PROCESS);
    assertThatThrownBy(() -> open(own)).isInstanceOf(SluiceException.class);
    assertThat(own.isIsolated()).isFalse();
  }

  private final class FakeInputs implements InputOpener {
    @Override
    public VideoDecoder pictures(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      opened.add("pictures");
      throw new SluiceException(ErrorCode.INPUT, "opened");
    }

    @Override
    public PacketInput packets(
        DecoderSettings settings, BooleanSupplier cancelled, List<PacketTap> taps) {
      opened.add("packets");
      throw new SluiceException(ErrorCode.INPUT, "opened");
    }
  }
}
