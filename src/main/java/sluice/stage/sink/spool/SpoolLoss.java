package sluice.stage.sink.spool;

/** Why records left a spool before they were acknowledged. */
public enum SpoolLoss {
  /** The oldest had to make room for new ones. */
  SPOOL_FULL,
  /** They waited longer than the limit. */
  EXPIRED,
  /** Their file was damaged, cut or deleted. */
  DAMAGED
}
