/**
 * Searches the settings with which a device runs a model best. Pure search and statistics: what is
 * tried and measured stands behind the port {@link sluice.tune.Trials}.
 */
package sluice.tune;
