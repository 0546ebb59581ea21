/**
 * Measures ways to put frames through a model, side by side in one process: the loops that people
 * write by hand, the product's own graph, and the device alone. Wired by {@code app}.
 */
package sluice.bench;
