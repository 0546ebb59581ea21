/** {@code sluice doctor}: what this machine has and lacks for running Sluice, as text and JSON. */
package sluice.cli.doctor;
