package sluice.app.doctor;

/**
 * Something that a check found.
 *
 * @param level how bad it is
 * @param found what was found
 * @param advice what to do; empty where nothing need be done
 */
public record Finding(Level level, String found, String advice) {

  /** How bad a finding is, the best first. */
  public enum Level {
    /** As it should be. */
    OK,
    /** Sluice runs with it, but worse than it could, or not for long. */
    WARNING,
    /** Sluice, or a part of it that is configured, doesn't run with it. */
    PROBLEM
  }

  /** As it should be. */
  public static Finding ok(String found) {
    return new Finding(Level.OK, found, "");
  }

  /** As it should be, with something to know. */
  public static Finding ok(String found, String advice) {
    return new Finding(Level.OK, found, advice);
  }

  /** Something to see to. */
  public static Finding warning(String found, String advice) {
    return new Finding(Level.WARNING, found, advice);
  }

  /** Something that keeps Sluice from running. */
  public static Finding problem(String found, String advice) {
    return new Finding(Level.PROBLEM, found, advice);
  }
}
