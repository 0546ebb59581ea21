/** Queries to the actors: status of streams and models for the API and telemetry. */
package sluice.service.query;
