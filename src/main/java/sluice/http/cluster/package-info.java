/**
 * Any node answers for all: the port that tells where streams run, requests and pictures passed
 * between nodes, and statuses and events of all nodes merged at the one that is asked.
 */
package sluice.http.cluster;
