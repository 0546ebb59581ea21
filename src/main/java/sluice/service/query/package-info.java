/** Queries to the actors: status of streams and models for those who show it. */
package sluice.service.query;
