package dev.parkway.script.picture;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A grid of characters to draw on. */
final class Canvas {

    private final List<char[]> rows = new ArrayList<>();
    private final int width;

    Canvas(int width, int height) {
        this.width = width;
        for (int i = 0; i < height; i++) {
            char[] row = new char[width];
            Arrays.fill(row, ' ');
            rows.add(row);
        }
    }

    void put(int row, int column, char mark) {
        rows.get(row)[column] = mark;
    }

    void write(int row, int column, String text) {
        for (int i = 0; i < text.length() && column + i < width; i++) {
            put(row, column + i, text.charAt(i));
        }
    }

    void horizontal(int row, int from, int to) {
        for (int column = Math.min(from, to); column <= Math.max(from, to); column++) {
            put(row, column, rows.get(row)[column] == '│' ? '┼' : '─');
        }
    }

    void vertical(int column, int from, int to) {
        for (int row = from; row <= to; row++) {
            put(row, column, rows.get(row)[column] == '─' ? '┼' : '│');
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        rows.forEach(row -> text.append(new String(row).stripTrailing()).append('\n'));
        return text.toString();
    }
}
