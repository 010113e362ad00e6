/** What {@code kubectl apply -k deploy/kubernetes} would send, read as the API server reads it. */
@NullMarked
package dev.parkway.kubernetes;

import org.jspecify.annotations.NullMarked;
