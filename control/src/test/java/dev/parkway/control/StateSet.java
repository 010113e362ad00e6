package dev.parkway.control;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A set of states of equal size, each with a number from 0 in the order in which they came. For tens of
 * millions of them: they lie side by side in large arrays, without an object each.
 */
final class StateSet {

    private static final int STATES_PER_BLOCK = 1 << 14;

    private final int stateBytes;
    private final List<byte[]> blocks = new ArrayList<>();
    private int size;
    /** Numbers plus one by hash, open addressing; 0 is free. */
    private int[] table = new int[1 << 12];

    StateSet(int stateBytes) {
        this.stateBytes = stateBytes;
    }

    int size() {
        return size;
    }

    /** Returns the number of a state, which is {@link #size()} as it was if the state is new. */
    int add(byte[] state) {
        if (2 * size >= table.length) {
            grow();
        }
        int slot = slot(hash(state, 0));
        while (table[slot] != 0) {
            int number = table[slot] - 1;
            if (Arrays.equals(state, 0, stateBytes, block(number), offset(number),
                    offset(number) + stateBytes)) {
                return number;
            }
            slot = slot(slot + 1);
        }
        if (size % STATES_PER_BLOCK == 0) {
            blocks.add(new byte[STATES_PER_BLOCK * stateBytes]);
        }
        System.arraycopy(state, 0, block(size), offset(size), stateBytes);
        table[slot] = size + 1;
        return size++;
    }

    byte[] get(int number) {
        return Arrays.copyOfRange(block(number), offset(number), offset(number) + stateBytes);
    }

    private void grow() {
        table = new int[2 * table.length];
        for (int number = 0; number < size; number++) {
            int slot = slot(hash(block(number), offset(number)));
            while (table[slot] != 0) {
                slot = slot(slot + 1);
            }
            table[slot] = number + 1;
        }
    }

    private byte[] block(int number) {
        return blocks.get(number / STATES_PER_BLOCK);
    }

    private int offset(int number) {
        return number % STATES_PER_BLOCK * stateBytes;
    }

    private int slot(int hash) {
        return hash & table.length - 1;
    }

    private int hash(byte[] bytes, int from) {
        // FNV-1a, and its high bits mixed in for the mask.
        long hash = 0xcbf29ce484222325L;
        for (int i = from; i < from + stateBytes; i++) {
            hash = (hash ^ bytes[i]) * 0x100000001b3L;
        }
        return (int) (hash ^ hash >>> 32);
    }
}
