/** Runs the images and the compose file that users run, and looks at them from outside. */
@NullMarked
package dev.parkway.endtoend;

import org.jspecify.annotations.NullMarked;
