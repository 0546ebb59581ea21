/**
 * From settings to a running system: the jobs of the commands, with their settings as plain
 * records. The one place that names adapters; the records and interfaces here load neither Pekko
 * nor native code, so that a command can be parsed and refused without them.
 */
package sluice.app;
