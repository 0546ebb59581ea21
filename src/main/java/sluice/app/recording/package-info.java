/** The service's recordings: opens their store, and joins it to streams and to the API. */
@NullMarked
package sluice.app.recording;

import org.jspecify.annotations.NullMarked;
