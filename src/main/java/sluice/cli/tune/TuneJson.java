package sluice.cli.tune;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;
import java.util.Map;
import sluice.app.tune.TuneReport;
import sluice.app.tune.TuneSettings;
import sluice.tune.AblationResult;
import sluice.tune.Candidate;
import sluice.tune.ComparisonResult;
import sluice.tune.Parameter;
import sluice.tune.RejectedCandidate;
import sluice.tune.Sample;
import sluice.tune.TuneOutcome;

/**
 * What a search found as one JSON object, as {@code src/docs/tune.md} describes it. What was not
 * measured is left out.
 */
final class TuneJson {
  private static final MathContext DIGITS = new MathContext(6);

  private final JsonGenerator json;

  private TuneJson(JsonGenerator json) {
    this.json = json;
  }

  /** The object, indented, ended by a line feed. */
  static String of(TuneReport report, TuneSettings settings) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      new TuneJson(json).report(report, settings);
    } catch (IOException e) {
      throw new UncheckedIOException("a string can't be written to", e);
    }
    return text.append('\n').toString();
  }

  private void report(TuneReport report, TuneSettings settings) throws IOException {
    TuneOutcome outcome = report.outcome();
    json.writeStartObject();
    json.writeStringField("model", settings.modelName());
    json.writeStringField("aim", settings.goal().aim().name().toLowerCase(Locale.ROOT));
    if (settings.goal().limit().isPresent()) {
      number("limit", settings.goal().limit().getAsDouble());
    }
    json.writeStringField("end", outcome.end().name().toLowerCase(Locale.ROOT));
    number("seconds", outcome.time().toMillis() / 1000.0);
    json.writeNumberField("tried", outcome.tried());
    number("noise", outcome.noise());
    json.writeBooleanField("limit_kept", outcome.goalKept());
    candidate("start", outcome.start());
    candidate("best", outcome.best());
    candidate("settled", outcome.settled());
    if (outcome.comparison().isPresent()) {
      ComparisonResult verdict = outcome.comparison().get();
      json.writeObjectFieldStart("comparison");
      number("ratio", verdict.ratio());
      number("noise", verdict.noise());
      json.writeNumberField("pairs", verdict.pairs());
      sample("start", verdict.incumbent());
      sample("best", verdict.challenger());
      json.writeEndObject();
    }
    sample("measured", outcome.sample());
    gains(outcome);
    refused(outcome);
    json.writeStringField("block", report.block());
    json.writeArrayFieldStart("flags");
    for (String flag : report.flags()) {
      json.writeString(flag);
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void gains(TuneOutcome outcome) throws IOException {
    json.writeArrayFieldStart("gains");
    for (AblationResult gain : outcome.gains()) {
      json.writeStartObject();
      json.writeStringField("choice", gain.knob().wireName());
      json.writeStringField("from", gain.from());
      json.writeStringField("to", gain.to());
      number("ratio", gain.ratio());
      number("noise", gain.noise());
      json.writeBooleanField("beyond_noise", gain.beyondNoise());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void refused(TuneOutcome outcome) throws IOException {
    json.writeArrayFieldStart("refused");
    for (RejectedCandidate refusal : outcome.refused()) {
      json.writeStartObject();
      candidate("candidate", refusal.candidate());
      json.writeStringField("reason", refusal.reason());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** The knobs that are not left to the device. */
  private void candidate(String name, Candidate candidate) throws IOException {
    json.writeObjectFieldStart(name);
    for (Map.Entry<Parameter, String> value : candidate.values().entrySet()) {
      if (!value.getValue().equals(Candidate.OPEN)) {
        json.writeStringField(value.getKey().wireName(), value.getValue());
      }
    }
    json.writeEndObject();
  }

  private void sample(String name, Sample sample) throws IOException {
    json.writeObjectFieldStart(name);
    number("fps", sample.fps());
    number("latency_ms_p90", sample.latencyMillis());
    json.writeEndObject();
  }

  private void number(String name, double value) throws IOException {
    json.writeNumberField(name, new BigDecimal(value).round(DIGITS));
  }
}
