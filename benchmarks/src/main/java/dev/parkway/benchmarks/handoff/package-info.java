/** How fast one thread hands over to another in one process, by the parker and by its rivals. */
@NullMarked
package dev.parkway.benchmarks.handoff;

import org.jspecify.annotations.NullMarked;
