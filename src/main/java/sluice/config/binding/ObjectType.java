package sluice.config.binding;

import java.util.List;

/** A kind of objects with known keys. */
public interface ObjectType {
  /** The keys, in the order of the reference page. */
  List<? extends Setting<?, ?>> settings();
}
