/** Benchmarks on real devices: compiles models and measures with the parts of {@code bench}. */
package sluice.app.bench;
