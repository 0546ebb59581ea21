/**
 * From settings to a running system: what a command asks for, as plain records, and what does it.
 * The one place that names adapters; the records and interfaces here load neither Pekko nor native
 * code, so that a command can be parsed and refused without them.
 */
package sluice.app;
