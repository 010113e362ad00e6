/** How long a service takes from the start of its JVM to LISTEN. */
@NullMarked
package dev.parkway.benchmarks.start;

import org.jspecify.annotations.NullMarked;
