package sluice.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import sluice.json.RecordSchema.Member;

class RecordSchemaTest {
  private enum Open {
    ONE
  }

  @ClosedEnum
  private enum Closed {
    UP,
    ALL_DOWN
  }

  private record Place(@JsonField(description = "how far") double meters) {}

  private record Shared(String name) {}

  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Thing(
      @JsonField(hidden = true) String id,
      @JsonField(description = "what it is doing") Open state,
      Closed closed,
      @JsonField(unwrapped = true) Optional<Place> place,
      Optional<Shared> shared,
      OptionalInt count,
      Instant at,
      Duration uptime,
      List<Place> places,
      Map<Open, Long> counts,
      Map<String, Object> any,
      @JsonField(omitEmpty = true) String text,
      @JsonField(mediaType = "image/jpeg") byte[] jpeg) {}

  private final RecordSchema schemas = new RecordSchema(Map.of(Shared.class, "#/Shared"));

  @Test
  void membersHaveTheSchemasOfTheirTypes() {
    assertThat(JsonText.of(schemas.ofRecord(Thing.class)))
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "state":{"type":"string","description":"what it is doing"},\
            "closed":{"enum":["up","all-down"]},\
            "meters":{"type":"number","description":"how far"},\
            "shared":{"$ref":"#/Shared"},\
            "count":{"type":"integer"},\
            "at":{"type":"string","format":"date-time"},\
            "uptime-seconds":{"type":"number"},\
            "places":{"type":"array","items":{"type":"object","properties":{\
            "meters":{"type":"number","description":"how far"}},\
            "required":["meters"],"additionalProperties":false}},\
            "counts":{"type":"object","additionalProperties":{"type":"integer"}},\
            "any":{"type":"object","additionalProperties":{}},\
            "text":{"type":"string"},\
            "jpeg":{"type":"string","contentEncoding":"base64","contentMediaType":"image/jpeg"}},\
            "required":["state","closed","at","uptime-seconds","places","counts","any","jpeg"],\
            "additionalProperties":false}\
            """);
  }

  @Test
  void membersOfUnwrappedRecordsStandAmongTheOthers() {
    assertThat(schemas.members(Thing.class))
        .filteredOn(member -> member.name().equals("meters"))
        .singleElement()
        .extracting(Member::required, Member::description)
        .containsExactly(false, "how far");
  }

  private record Found(@JsonField(nullable = true) Optional<String> filePath, float confidence) {}

  @Test
  void nullableMembersAreRequired_andNamesAreAsAskedFor() {
    assertThat(JsonText.of(new RecordSchema(Map.of(), Naming.SNAKE).ofRecord(Found.class)))
        .isEqualTo(
            """
            {"type":"object","properties":{\
            "file_path":{"anyOf":[{"type":"string"},{"type":"null"}]},\
            "confidence":{"type":"number"}},\
            "required":["file_path","confidence"],"additionalProperties":false}\
            """);
  }
}
