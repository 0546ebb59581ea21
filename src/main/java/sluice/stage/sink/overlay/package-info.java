/**
 * Results drawn into the video they were found in. Depends on {@code sluice.stage.sink}, {@code
 * sluice.core} and {@code sluice.video}.
 */
package sluice.stage.sink.overlay;
