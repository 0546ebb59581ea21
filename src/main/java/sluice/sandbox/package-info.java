/** A box around child processes, by the means of Linux. */
@NullMarked
package sluice.sandbox;

import org.jspecify.annotations.NullMarked;
