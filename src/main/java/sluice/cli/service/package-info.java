/** {@code sluice run}, {@code check} and {@code probe}: the service and its configuration. */
package sluice.cli.service;
