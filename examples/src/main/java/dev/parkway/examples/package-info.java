/** What others build on Parkway, each a page long. */
@NullMarked
package dev.parkway.examples;

import org.jspecify.annotations.NullMarked;
