package dev.parkway.control;

/** Looks for circles in a graph whose nodes are numbers. */
final class Circles {

    private Circles() {}

    /**
     * Finds a node to which a circle leads and which leads to one.
     *
     * @param begins where in {@code successors} those of each node begin, and last where they all end
     * @param successors of each node
     * @return the lowest such node; -1 if there is no circle
     */
    static int onOne(Ints begins, Ints successors) {
        int nodes = begins.size() - 1;
        int[] predecessors = new int[nodes];
        for (int edge = 0; edge < successors.size(); edge++) {
            predecessors[successors.get(edge)]++;
        }
        // Takes away every node that has no predecessor any more: what is left, circles lead to.
        int[] free = new int[nodes];
        int found = 0;
        for (int node = 0; node < nodes; node++) {
            if (predecessors[node] == 0) {
                free[found++] = node;
            }
        }
        for (int next = 0; next < found; next++) {
            for (int edge = begins.get(free[next]); edge < begins.get(free[next] + 1); edge++) {
                if (--predecessors[successors.get(edge)] == 0) {
                    free[found++] = successors.get(edge);
                }
            }
        }
        for (int node = 0; node < nodes && found < nodes; node++) {
            if (predecessors[node] > 0 && goesOn(node, predecessors, begins, successors)) {
                return node;
            }
        }
        return -1;
    }

    /** Whether a walk over what is left from a node comes back to where it was. */
    private static boolean goesOn(int node, int[] left, Ints begins, Ints successors) {
        int at = node;
        for (int steps = 0; steps < left.length; steps++) {
            int next = -1;
            for (int edge = begins.get(at); edge < begins.get(at + 1) && next < 0; edge++) {
                next = left[successors.get(edge)] > 0 ? successors.get(edge) : -1;
            }
            if (next < 0) {
                return false;
            }
            at = next;
        }
        return true;
    }
}
