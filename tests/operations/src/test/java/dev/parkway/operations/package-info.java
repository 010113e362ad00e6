/** Holds docs/operations.md to the programs that it is about. */
@NullMarked
package dev.parkway.operations;

import org.jspecify.annotations.NullMarked;
