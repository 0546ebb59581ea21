/** What a model is: so far, the names of its classes. Depends on {@code core} only. */
package sluice.catalog;
