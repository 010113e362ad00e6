/** Judges what two sides recorded of a connection: whether all of it may have happened, and in that order. */
@NullMarked
package dev.parkway.script.check;

import org.jspecify.annotations.NullMarked;
