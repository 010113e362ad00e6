/** How long a turn takes to another process and back. */
@NullMarked
package dev.parkway.benchmarks.roundtrip;

import org.jspecify.annotations.NullMarked;
