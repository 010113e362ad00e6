/** Tries the interleavings of state threads and of those who wake them. */
@NullMarked
package dev.parkway.connection.stress;

import org.jspecify.annotations.NullMarked;
