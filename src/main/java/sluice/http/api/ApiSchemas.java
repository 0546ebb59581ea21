package sluice.http.api;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import sluice.config.Schemas;
import sluice.core.model.ModelFamily;
import sluice.http.cluster.ClusterAnswers;
import sluice.http.cluster.PlacedStatus;
import sluice.http.live.LiveTickets;
import sluice.http.recording.DeletedRecording;
import sluice.http.recording.ExportAnswers;
import sluice.http.recording.RecordedEventAnswers;
import sluice.http.recording.RecordingAnswers;
import sluice.http.routing.OpenApi;
import sluice.http.routing.ProblemDetails;
import sluice.json.JsonSchema;
import sluice.json.Naming;
import sluice.json.RecordSchema;
import sluice.service.model.ModelStatus;
import sluice.service.stream.StreamStatus;
import sluice.service.stream.Transition;
import sluice.stage.sink.json.EventJson;
import sluice.telemetry.History;

/**
 * The JSON schemas that operations refer to by name. Those of answers follow from the records that
 * are serialised, those of settings from their description.
 */
public final class ApiSchemas {
  private static final RecordSchema RECORDS =
      new RecordSchema(Map.of(Transition.class, OpenApi.path("Transition")));

  private static final RecordSchema SNAKE_RECORDS = new RecordSchema(Map.of(), Naming.SNAKE);

  private ApiSchemas() {}

  /**
   * All of them, by name.
   *
   * @param families those that models may be of
   */
  public static Map<String, Object> all(List<ModelFamily> families) {
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("StreamSettings", Schemas.stream());
    result.put("StreamPatch", patch());
    result.put(
        "Stream",
        with(
            Schemas.stream(),
            Map.of(
                "file", JsonSchema.STRING,
                "paused", JsonSchema.BOOLEAN,
                "status", OpenApi.reference("StreamStatus"))));
    result.put("Streams", JsonSchema.array(OpenApi.reference("Stream")));
    result.put("StreamStatus", status());
    result.put("Transition", of(Transition.class));
    result.put("History", of(History.Report.class));
    result.put("Objects", SNAKE_RECORDS.ofRecord(SceneAnswers.Objects.class));
    result.put("Counts", SNAKE_RECORDS.ofRecord(SceneAnswers.Counts.class));
    result.put(
        "Models",
        JsonSchema.array(
            with(
                Schemas.model(families),
                Map.of("status", JsonSchema.array(of(ModelStatus.class))))));
    result.put("Sink", of(SinkAnswers.Sink.class));
    result.put("Sinks", JsonSchema.array(OpenApi.reference("Sink")));
    result.put("SinkTest", of(SinkAnswers.Test.class));
    result.put("ProbeRequest", of(ServiceRoutes.ProbeRequest.class));
    result.put("Probe", of(ServiceRoutes.Probe.class));
    result.put("Devices", JsonSchema.array(of(DevicePort.Device.class)));
    result.put("Config", JsonSchema.ANY_OBJECT);
    result.put("Reload", of(ServiceRoutes.Reload.class));
    result.put("Tracing", of(TracingPort.TracingStatus.class));
    result.put("Isolation", of(IsolationPort.IsolationStatus.class));
    result.put("LogLevels", JsonSchema.map(Map.of("type", List.of("string", "null"))));
    result.put("LiveTicket", of(LiveTickets.Issued.class));
    result.put("Cluster", of(ClusterAnswers.Cluster.class));
    result.put("ClusterMove", of(ClusterAnswers.Move.class));
    result.put("ClusterAccepted", of(ClusterAnswers.Accepted.class));
    result.put("Recordings", JsonSchema.array(of(RecordingAnswers.Recording.class)));
    result.put("Timeline", of(RecordingAnswers.Timeline.class));
    result.put("DeletedRecording", of(DeletedRecording.class));
    result.put("ExportRequest", of(ExportAnswers.Request.class));
    result.put("Export", of(ExportAnswers.Export.class));
    result.put("Exports", JsonSchema.array(OpenApi.reference("Export")));
    result.put("RecordedSegments", of(RecordingAnswers.Segments.class));
    result.put("RecordedEvents", JsonSchema.array(SNAKE_RECORDS.ofRecord(EventJson.class)));
    result.put("RecordedEvent", SNAKE_RECORDS.ofRecord(RecordedEventAnswers.Event.class));
    result.put("About", of(AboutRoute.About.class));
    result.put("Health", of(HealthRoutes.Health.class));
    result.put("Problem", of(ProblemDetails.class));
    return result;
  }

  private static Map<String, Object> of(Class<?> record) {
    return RECORDS.ofRecord(record);
  }

  /** In a cluster it has some members more; of a stream that runs nowhere only what is required. */
  private static Map<String, Object> status() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.putAll(properties(of(StreamStatus.class)));
    properties.putAll(properties(of(PlacedStatus.class)));
    Map<String, Object> result = new LinkedHashMap<>(of(StreamStatus.class));
    result.put("properties", properties);
    result.put("required", List.of("state", "cause"));
    return result;
  }

  /** Settings of which any may be left out, and each may be null. */
  private static Map<String, Object> patch() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties(Schemas.stream())
        .forEach(
            (name, schema) ->
                properties.put(name, Map.of("anyOf", List.of(schema, Map.of("type", "null")))));
    Map<String, Object> result = new LinkedHashMap<>(Schemas.stream());
    result.remove("required");
    result.put("properties", properties);
    return result;
  }

  /** An object with further members, which only answers have; by name. */
  private static Map<String, Object> with(Map<String, Object> schema, Map<String, Object> further) {
    Map<String, Object> properties = properties(schema);
    new TreeMap<>(further)
        .forEach(
            (name, each) -> {
              Map<String, Object> member = new LinkedHashMap<>();
              member.put("allOf", List.of(each));
              member.put("readOnly", true);
              properties.put(name, member);
            });
    Map<String, Object> result = new LinkedHashMap<>(schema);
    result.put("properties", properties);
    return result;
  }

  private static Map<String, Object> properties(Map<String, Object> schema) {
    Map<String, Object> result = new LinkedHashMap<>();
    if (schema.get("properties") instanceof Map<?, ?> properties) {
      properties.forEach((name, each) -> result.put(String.valueOf(name), each));
    }
    return result;
  }
}
