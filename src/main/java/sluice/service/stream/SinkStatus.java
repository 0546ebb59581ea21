package sluice.service.stream;

import java.util.Map;
import java.util.Optional;
import sluice.json.JsonField;
import sluice.stage.sink.LossCause;

/** The status of a sink of a stream, as the API gives it. */
public record SinkStatus(
    @JsonField(description = "the entry of `sinks`") String name,
    @JsonField(description = "whether results are being written") boolean healthy,
    @JsonField(description = "results that were written") long written,
    @JsonField(
            description =
                "results that were not, because the place is full or gone, or the sink too slow")
        long lost,
    @JsonField(
            description =
                "the same by cause: the sink was `too-slow` or `hung`, writing `failed`, or the"
                    + " file that they were written to was `gone`, deleted, moved away or cut")
        Map<LossCause, Long> losses,
    @JsonField(description = "the last thing that went wrong, in one line")
        Optional<String> lastError) {}
