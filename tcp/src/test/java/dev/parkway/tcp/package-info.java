/** Tests of the state diagram and of the scenarios. */
@NullMarked
package dev.parkway.tcp;

import org.jspecify.annotations.NullMarked;
