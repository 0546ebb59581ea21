/**
 * The demo: a drawn scene of walking people whose places are known, so that a detector can be shown
 * and measured where there is no camera and no download.
 *
 * <p>{@link sluice.demo.SceneSettings} say what is drawn and {@link sluice.demo.DemoLocation} reads
 * them from a source's name; {@link sluice.demo.Scene} knows where everybody is at any frame,
 * {@link sluice.demo.Painter} draws it, and {@link sluice.demo.DemoClip} makes a video of it with
 * the truth beside it, once. Everything is a function of the settings alone: the same settings give
 * the same pictures on every machine.
 *
 * <p>May use {@code video} (to write the clip) and {@code core}; yields a file, and no other
 * package needs to know where that came from.
 */
package sluice.demo;
