/** Messages: what leaves the service, as every sink with a far side sends it. */
package sluice.core.message;
