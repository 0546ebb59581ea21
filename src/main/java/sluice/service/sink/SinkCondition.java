package sluice.service.sink;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import sluice.json.JsonField;
import sluice.stage.sink.LossCause;
import sluice.stage.sink.SinkHealth;

/** How a sink is, of one stream or of all, as members of the API's answers. */
public record SinkCondition(
    @JsonField(description = "whether results are being written") boolean healthy,
    @JsonField(
            description =
                "results that were written; of a sink with a far side messages that it"
                    + " acknowledged")
        long written,
    @JsonField(
            description =
                "results that were not, because the place is full or gone, or the sink too slow")
        long lost,
    @JsonField(
            description =
                "the same by cause: the sink was `too-slow` or `hung`, writing `failed`, or the"
                    + " file that they were written to was `gone`, deleted, moved away or cut; of a"
                    + " sink with a far side the spool was full (`spool-full`), they waited too"
                    + " long (`expired`), were `damaged` on the disk, or `refused` for good;"
                    + " `picture`: written, but without the picture, and not among `lost`")
        Map<LossCause, Long> losses,
    @JsonField(description = "the last thing that went wrong, in one line")
        Optional<String> lastError,
    @JsonField(description = "messages that wait for the far side to acknowledge them")
        long waiting,
    @JsonField(description = "what they take on the disk") long waitingBytes,
    @JsonField(nullable = true, description = "when the oldest of them came; null: none waits")
        Optional<Instant> oldestWaiting) {

  /** What a sink says of itself. */
  public static SinkCondition of(SinkHealth health) {
    return new SinkCondition(
        health.healthy(),
        health.written(),
        health.lost(),
        health.losses(),
        health.lastError(),
        health.backlog().messages(),
        health.backlog().bytes(),
        health.backlog().oldest());
  }
}
