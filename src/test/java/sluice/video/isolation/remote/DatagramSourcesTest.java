package sluice.video.isolation.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import sluice.core.SluiceException;
import sluice.core.TransportChoice;
import sluice.video.decode.VideoDecoder;
import sluice.video.demux.DecoderSettings;
import sluice.video.isolation.protocol.Message;
import sluice.video.isolation.protocol.Message.FailureKind;

/** Cameras that send datagrams only: how many processes their opening takes. */
class DatagramSourcesTest {
  private static final DecoderSettings CAMERA = DecoderSettings.network("rtsp://u:p@127.0.0.1/cam");

  /** Whether each process that was started could use datagrams. */
  private final List<Boolean> starts = new ArrayList<>();

  private final Queue<Script> processes = new ArrayDeque<>();

  private final IsolatedInputs inputs =
      new IsolatedInputs(
          FakeHelper.program(),
          (builder, rules) -> {
            starts.add(rules.datagrams());
            return processes.remove().helper();
          });

  private void next(Script... scripts) {
    starts.clear();
    processes.addAll(List.of(scripts));
  }

  private static Script read() {
    return Script.opened().say(new Message.Ended(Script.counts(0)));
  }

  private static Script failing(FailureKind kind) {
    return new Script()
        .say(Script.ready())
        .say(new Message.Failed(kind, "it fails", Script.counts(0)));
  }

  private void open(DecoderSettings settings) {
    try (VideoDecoder decoder = inputs.pictures(settings, () -> false, List.of())) {
      assertThat(decoder.next()).isNull();
    }
  }

  @Test
  void serverThatRefusedAllElse_isAskedForDatagramsAtOnce_asLongAsItGivesThem() {
    next(failing(FailureKind.DATAGRAMS), read());
    open(CAMERA);
    assertThat(starts).containsExactly(false, true);

    next(read(), read());
    open(CAMERA);
    open(DecoderSettings.network("rtsp://v:q@127.0.0.1/cam")); // the same camera
    assertThat(starts).containsExactly(true, true);

    next(failing(FailureKind.INPUT));
    assertThatThrownBy(() -> open(CAMERA)).isInstanceOf(SluiceException.class);
    assertThat(starts).containsExactly(true);

    next(read());
    open(CAMERA);
    assertThat(starts).as("from the start again").containsExactly(false);
  }

  @Test
  void whatIsKnownOfOne_countsForNoOtherSourceOrTransport() {
    next(failing(FailureKind.DATAGRAMS), read());
    open(CAMERA);

    next(read(), read(), read());
    open(CAMERA.withTransport(TransportChoice.TCP));
    open(DecoderSettings.network("rtsp://127.0.0.1/other"));
    open(CAMERA);
    assertThat(starts).containsExactly(false, false, true);
  }

  @Test
  void datagramsThatDontComeEither_areNotKept() {
    next(failing(FailureKind.DATAGRAMS), failing(FailureKind.INPUT));
    assertThatThrownBy(() -> open(CAMERA)).isInstanceOf(SluiceException.class);

    next(read());
    open(CAMERA);
    assertThat(starts).containsExactly(false);
  }

  @Test
  void onlyTheLatestAreKept() {
    DatagramSources known = new DatagramSources();
    for (int i = 0; i <= DatagramSources.MOST; i++) {
      known.add("camera " + i);
    }

    assertThat(known.contains("camera 0")).isFalse();
    assertThat(known.contains("camera 1")).isTrue();
    assertThat(known.contains("camera " + DatagramSources.MOST)).isTrue();
  }
}
