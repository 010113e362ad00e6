/** Tests of points that no test of {@code parkway-junit} drives; it has those of the others. */
@NullMarked
package dev.parkway.points;

import org.jspecify.annotations.NullMarked;
