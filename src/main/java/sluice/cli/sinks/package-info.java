/** {@code sluice sinks}: the sinks of the service's configuration. */
package sluice.cli.sinks;
