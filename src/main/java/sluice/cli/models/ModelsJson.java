package sluice.cli.models;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import sluice.app.library.CheckedFile;
import sluice.app.library.ModelInfo;
import sluice.app.library.ModelInfo.Fact;
import sluice.app.library.ModelInfo.Section;
import sluice.app.library.ModelRow;
import sluice.app.library.ModelRow.PrecisionRow;

/** What {@code sluice models} shows, as JSON. */
final class ModelsJson {
  private ModelsJson() {}

  private interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  /** Indented, ended by a line feed. */
  private static String text(Body body) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      body.write(json);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.append('\n').toString();
  }

  /** An array of models with {@code precisions[]}; {@code folder} only where they are fetched. */
  static String list(List<ModelRow> models) {
    return text(
        json -> {
          json.writeStartArray();
          for (ModelRow model : models) {
            json.writeStartObject();
            json.writeStringField("name", model.name());
            json.writeStringField("description", model.description());
            json.writeStringField("task", model.task());
            json.writeStringField("license", model.license());
            json.writeBooleanField("built_in", model.builtIn());
            json.writeArrayFieldStart("precisions");
            for (PrecisionRow precision : model.precisions()) {
              json.writeStartObject();
              json.writeStringField("precision", precision.name());
              json.writeNumberField("bytes", precision.bytes());
              if (precision.folder().isPresent()) {
                json.writeStringField("folder", precision.folder().get().toString());
              }
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** An array of sections, {@code title} and {@code facts[]} of {@code name} and {@code value}. */
  static String info(ModelInfo info) {
    return text(
        json -> {
          json.writeStartArray();
          for (Section section : info.sections()) {
            json.writeStartObject();
            json.writeStringField("title", section.title());
            json.writeArrayFieldStart("facts");
            for (Fact fact : section.facts()) {
              json.writeStartObject();
              json.writeStringField("name", fact.name());
              json.writeStringField("value", fact.value());
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }

  /** An array of files. */
  static String verified(List<CheckedFile> files) {
    return text(
        json -> {
          json.writeStartArray();
          for (CheckedFile file : files) {
            json.writeStartObject();
            json.writeStringField("model", file.model());
            json.writeStringField("precision", file.precision());
            json.writeStringField("file", file.file().toString());
            json.writeBooleanField("right", file.right());
            json.writeStringField("state", file.state());
            json.writeEndObject();
          }
          json.writeEndArray();
        });
  }
}
