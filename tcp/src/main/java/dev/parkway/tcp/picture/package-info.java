/** Draws TCP's state diagram, and says in words what its edges mean. */
@NullMarked
package dev.parkway.tcp.picture;

import org.jspecify.annotations.NullMarked;
