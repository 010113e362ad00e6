/** How many connections two processes open and close in a second, beside what others need for the like. */
@NullMarked
package dev.parkway.benchmarks.lifecycles;

import org.jspecify.annotations.NullMarked;
