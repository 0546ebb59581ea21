/** {@code sluice cluster}: a cluster that runs, as one of its nodes tells it, and orders to it. */
package sluice.cli.cluster;
