package sluice.config.binding;

import java.util.List;

/** Type of an object with known keys. */
public interface ObjectType {
  /** The keys, in the order of the reference page. */
  List<Setting<?>> settings();
}
