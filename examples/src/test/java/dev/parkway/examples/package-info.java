/** Runs each example. */
@NullMarked
package dev.parkway.examples;

import org.jspecify.annotations.NullMarked;
