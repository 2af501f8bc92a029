package dev.seedlog.controller;

import dev.seedlog.env.RandomSource;
import java.util.Collections;
import java.util.List;

/** Brings a list into an order in which every order is as likely (Fisher and Yates). */
final class Shuffle {

    private Shuffle() {
    }

    static void shuffle(List<?> list, RandomSource random) {
        for (int i = list.size() - 1; i > 0; i--) {
            Collections.swap(list, i, random.nextInt(i + 1));
        }
    }
}
