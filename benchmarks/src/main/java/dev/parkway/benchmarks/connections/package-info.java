/** How many connections two sides walk in a second, from CLOSED to CLOSED. */
@NullMarked
package dev.parkway.benchmarks.connections;

import org.jspecify.annotations.NullMarked;
