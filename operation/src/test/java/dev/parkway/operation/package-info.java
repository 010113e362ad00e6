/** Tests of operations. */
@NullMarked
package dev.parkway.operation;

import org.jspecify.annotations.NullMarked;
