/**
 * Stress suites that look at the parker and the turn gate on real processors, with whatever these and the
 * compiler reorder.
 */
@NullMarked
package dev.parkway.parker.stress;

import org.jspecify.annotations.NullMarked;
