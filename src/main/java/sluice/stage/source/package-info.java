/**
 * Where frames come from: names of sources, and the loop that a stream's decoder thread runs from
 * opening a source to handing its frames over.
 *
 * <p>Plain Java over {@code sluice.video} (decoding) and {@code sluice.core} (shared values); knows
 * no other stage, no stream library and no configuration file.
 */
package sluice.stage.source;
