package sluice.core;

/** Which Sluice this is. */
public final class SluiceVersion {
  /** As in pom.xml; a test holds the two together. */
  public static final String NUMBER = "0.2.0";

  private SluiceVersion() {}
}
