/** A one-token thread parker, and counted turns between two threads that stand on it. */
@NullMarked
package dev.parkway.parker;

import org.jspecify.annotations.NullMarked;
