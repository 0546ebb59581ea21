/** Tools that tests of several packages share. */
package sluice.testing;
