package sluice.http.api;

import java.util.List;
import java.util.Optional;
import sluice.config.settings.Isolation;
import sluice.json.JsonField;

/** Port to the processes that decode sources. Any thread; does not block for long. */
@FunctionalInterface
public interface IsolationPort {

  /** What is in force. */
  IsolationStatus status();

  /** How sources are kept apart from the service. */
  record IsolationStatus(
      @JsonField(
              description =
                  "which sources are decoded in processes of their own: off, network or all, as"
                      + " security.isolation says")
          Isolation mode,
      @JsonField(description = "whether such sources are refused where the box isn't whole")
          boolean required,
      @JsonField(description = "processes that run now") int processes,
      @JsonField(description = "the box around each of them; absent while isolation is off")
          Optional<Box> box) {

    /** Nothing is isolated. */
    public static final IsolationStatus OFF =
        new IsolationStatus(Isolation.OFF, false, 0, Optional.empty());
  }

  /** The walls around a process. */
  record Box(
      @JsonField(description = "version of the kernel's Landlock, 0 where it has none")
          int landlock,
      @JsonField(description = "whether connections are limited to the source's port")
          boolean ports,
      @JsonField(
              description =
                  "whether signals and abstract sockets of other processes are out of its reach")
          boolean scopes,
      @JsonField(description = "whether system calls are refused that a decoder doesn't need")
          boolean seccomp,
      @JsonField(description = "whether it has no capabilities") boolean capabilitiesDropped,
      @JsonField(description = "whether its user is root, as the service's is") boolean root,
      @JsonField(description = "what is missing of a whole box, in words") List<String> missing) {

    /** Keeps its own copy. */
    public Box {
      missing = List.copyOf(missing);
    }
  }
}
