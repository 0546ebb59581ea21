/**
 * From a decoded picture to a model's input: where the picture goes inside it, and the one pass
 * that scales and converts it there.
 *
 * <p>Plain Java over {@code sluice.video} (swscale) and {@code sluice.core} (shared values); knows
 * no other stage.
 */
package sluice.stage.preprocess;
