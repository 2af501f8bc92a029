package dev.seedlog.histories;

/** An operation that has begun. Exactly one of its completions is called, once. */
public final class Invocation {

    private final Lane lane;
    private final Op invoked;

    Invocation(Lane lane, Op invoked) {
        this.lane = lane;
        this.invoked = invoked;
    }

    /** Its beginning. */
    public Op invoked() {
        return invoked;
    }

    /** It took effect, with this result. */
    public Op ok(OpValue value) {
        return ok(value, Extras.NONE);
    }

    /** It took effect, with this result and more to say. */
    public Op ok(OpValue value, Extras extras) {
        return lane.complete(this, OpType.OK, value, extras);
    }

    /** It certainly took no effect; the value is the invocation's. */
    public Op fail(Extras extras) {
        return lane.complete(this, OpType.FAIL, invoked.value(), extras);
    }

    /** Nobody knows what became of it; the value is the invocation's. */
    public Op info(Extras extras) {
        return info(invoked.value(), extras);
    }

    /** Nobody knows what became of all of it; the value says what is known. */
    public Op info(OpValue value, Extras extras) {
        return lane.complete(this, OpType.INFO, value, extras);
    }
}
