/**
 * Events: from results, one after the other, to what was seen from when to when, as it is recorded.
 */
@NullMarked
package sluice.stage.events;

import org.jspecify.annotations.NullMarked;
