package sluice.service.stream;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import sluice.core.recording.RecorderState;
import sluice.core.recording.RecorderStatus;
import sluice.core.recording.RecordingLoss;
import sluice.json.JsonField;

/** The status of a stream's recording, as the API gives it. */
public record RecordingStatus(
    @JsonField(
            description =
                "what it does: waiting (for the source, or its next key frame), recording,"
                    + " interrupted (it is tried again by itself), or unsupported (this source"
                    + " can't be recorded, or its decoder's process crashed too often)")
        RecorderState.Condition state,
    @JsonField(description = "why it is interrupted, or unsupported") Optional<String> reason,
    @JsonField(description = "written since the service started") long bytes,
    @JsonField(
            description =
                "seconds of video that was not recorded since then, by cause; every cause is there")
        Map<RecordingLoss, Duration> lostSeconds,
    @JsonField(description = "fragments of video that wait for the disk now") int waiting) {

  /** Keeps its own copy of the map. */
  public RecordingStatus {
    lostSeconds = Collections.unmodifiableMap(new LinkedHashMap<>(lostSeconds));
  }

  /** The same for the API. */
  public static RecordingStatus of(RecorderStatus status) {
    RecorderState state = status.state();
    return new RecordingStatus(
        state.condition(),
        Optional.of(state.reason()).filter(reason -> !reason.isEmpty()),
        status.bytes(),
        status.lost(),
        status.waiting());
  }
}
