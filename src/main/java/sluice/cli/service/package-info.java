/**
 * {@code sluice run}, {@code check}, {@code token} and {@code probe}: the service and its
 * configuration.
 */
package sluice.cli.service;
