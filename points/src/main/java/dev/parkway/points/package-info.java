/**
 * Named lines in a program at which a test may hold it.
 *
 * <p>All of it is stable: within a major version, and before 1.0 within a minor one, what compiled and linked goes
 * on to do so.
 */
@NullMarked
package dev.parkway.points;

import org.jspecify.annotations.NullMarked;
