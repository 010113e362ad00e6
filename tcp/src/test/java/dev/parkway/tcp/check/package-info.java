/** Tests of the checker, both ways: all that is legal is accepted, and what is not is caught. */
@NullMarked
package dev.parkway.tcp.check;

import org.jspecify.annotations.NullMarked;
