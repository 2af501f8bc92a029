package dev.seedlog.broker;

/** Goes on once several things that do not wait for each other are done. */
final class StepsLeft {

    private final Runnable then;
    private int left;

    /** Waits for {@code count} things. */
    StepsLeft(int count, Runnable then) {
        this.left = count;
        this.then = then;
    }

    /** One of them is done. */
    void oneDone() {
        if (--left == 0) {
            then.run();
        }
    }
}
