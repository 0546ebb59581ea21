/** Routes, requests and responses: one table of routes is served and described as OpenAPI. */
package sluice.http.routing;
