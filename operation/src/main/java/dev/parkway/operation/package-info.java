/** Starts connections and paces them, where the operator allows it. */
@NullMarked
package dev.parkway.operation;

import org.jspecify.annotations.NullMarked;
