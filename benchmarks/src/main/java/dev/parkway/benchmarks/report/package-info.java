/** Turns what was measured into result files, {@code docs/performance.md} and its plots. */
@NullMarked
package dev.parkway.benchmarks.report;

import org.jspecify.annotations.NullMarked;
