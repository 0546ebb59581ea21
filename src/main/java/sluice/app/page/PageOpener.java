package sluice.app.page;

import java.net.URI;

/** Opener of pages in the user's browser. */
@FunctionalInterface
public interface PageOpener {

  /**
   * Opens a page in the user's browser, where there is one. May take some seconds; doesn't throw.
   *
   * @param page holds no secret
   * @return whether a browser was started
   */
  boolean open(URI page);
}
