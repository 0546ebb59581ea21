package sluice.config.binding;

/** Reload effect of a setting: what a new value does when the configuration is read again. */
public enum ReloadEffect {
  /** The stream starts again. */
  STREAM("the stream starts again"),
  /** The stream goes on with the next frames; those in flight are finished as they began. */
  NEXT_FRAMES("from the next frames on"),
  /** The model is compiled anew; its streams change over without a gap. */
  MODEL("the model is compiled anew"),
  /** The sink finishes its files and begins new ones; one with a far side connects to it anew. */
  SINK("the sink begins new files, or connects anew"),
  /** The next use takes it. */
  AT_ONCE("at once"),
  /** Only the next start of the service takes it. */
  SERVICE("when the service starts again");

  private final String words;

  ReloadEffect(String words) {
    this.words = words;
  }

  /** The effect, for the reference page. */
  public String description() {
    return words;
  }
}
