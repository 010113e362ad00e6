/**
 * Measurements of Parkway and its rivals, a package for each question: how fast one thread hands over to
 * another is {@link dev.parkway.benchmarks.handoff}, how many connections run in a second is
 * {@link dev.parkway.benchmarks.connections}, and over two processes, beside others,
 * {@link dev.parkway.benchmarks.lifecycles.Lifecycles}; what one costs that is held open is
 * {@link dev.parkway.benchmarks.lifecycles.Holding}; how soon a server listens is
 * {@link dev.parkway.benchmarks.start.Starts}.
 *
 * <p>{@code ./mvnw -pl benchmarks -am verify} runs every benchmark once, so that none rots; its figures mean
 * nothing. {@code ./mvnw -pl benchmarks -am verify -Pbenchmarks} measures all of them and writes
 * {@code benchmarks/target/jmh.json}; with {@code -Djmh.arguments="PingPong -p rival=PARKER"} only these, by
 * the options of JMH.
 *
 * <p>{@code benchmarks/measure} runs them part by part, keeps the results and writes {@code docs/performance.md}.
 *
 * <p>Two cores that others use too make single times worthless: compare what one run measured, as ratios.
 */
@NullMarked
package dev.parkway.benchmarks;

import org.jspecify.annotations.NullMarked;
