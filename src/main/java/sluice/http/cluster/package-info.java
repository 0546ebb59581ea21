/**
 * Any node answers for all: the port that tells where streams run, requests, pictures and live
 * video passed between nodes, and statuses and events of all nodes merged at the one that is asked.
 */
package sluice.http.cluster;
