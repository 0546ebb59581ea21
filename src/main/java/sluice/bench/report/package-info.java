/**
 * Writes what a benchmark saw as a page to look at and pictures to pass on. Charts are drawn by
 * XChart, without a screen.
 */
package sluice.bench.report;
