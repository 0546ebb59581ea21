/** The static files of the dashboard. */
package sluice.http.page;
