package sluice.http.cluster;

/** The placer's answer to an operator. */
public sealed interface ClusterReply {
  /** It is being done. */
  record Accepted() implements ClusterReply {}

  /**
   * It is not done.
   *
   * @param reason for the client, without secrets
   */
  record Refused(String reason) implements ClusterReply {}
}
