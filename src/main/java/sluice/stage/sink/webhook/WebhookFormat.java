package sluice.stage.sink.webhook;

/** How the messages of a batch are put into the body of a request. */
public enum WebhookFormat {
  /** A JSON object in each line, each ended by a line feed. */
  NDJSON("application/x-ndjson", "", "\n", "\n"),
  /** One JSON array of objects, also where it is one. */
  JSON("application/json", "[", ",", "]");

  private final String contentType;
  private final String start;
  private final String separator;
  private final String end;

  WebhookFormat(String contentType, String start, String separator, String end) {
    this.contentType = contentType;
    this.start = start;
    this.separator = separator;
    this.end = end;
  }

  /** The media type, as the request names it. */
  String contentType() {
    return contentType;
  }

  String start() {
    return start;
  }

  String separator() {
    return separator;
  }

  String end() {
    return end;
  }
}
