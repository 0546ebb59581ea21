package sluice.service.stream;

import java.util.Optional;
import sluice.json.JsonField;

/** The status of a sink of a stream, as the API gives it. */
public record SinkStatus(
    @JsonField(description = "the entry of `sinks`") String name,
    @JsonField(description = "whether results are being written") boolean healthy,
    @JsonField(description = "results that were written") long written,
    @JsonField(
            description =
                "results that were not, because the place is full or gone, or the sink too slow")
        long lost,
    @JsonField(description = "the last thing that went wrong, in one line")
        Optional<String> lastError) {}
