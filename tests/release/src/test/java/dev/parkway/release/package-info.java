/** Stages a release and uses it. */
@NullMarked
package dev.parkway.release;

import org.jspecify.annotations.NullMarked;
