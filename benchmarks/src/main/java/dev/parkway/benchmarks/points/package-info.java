/** What points cost in a process that no test drives. */
@NullMarked
package dev.parkway.benchmarks.points;

import org.jspecify.annotations.NullMarked;
