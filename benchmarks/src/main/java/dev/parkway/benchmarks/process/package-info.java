/** The processes that a measurement over several of them starts. */
@NullMarked
package dev.parkway.benchmarks.process;

import org.jspecify.annotations.NullMarked;
