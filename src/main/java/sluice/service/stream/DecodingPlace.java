package sluice.service.stream;

/** Where the source of a stream is decoded. */
public enum DecodingPlace {
  /** In a process of its own. */
  PROCESS,
  /** In the process of the service, or of the job. */
  SERVICE
}
