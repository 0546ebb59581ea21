/** What shows secrets: nothing, whatever the way out of the product. */
package sluice.secrets;
