package dev.seedlog.histories;

/** A line of processes, one after the other, of which each does one thing at a time. */
public final class Lane {

    private final HistoryRecorder recorder;
    private int process;
    private Invocation open;

    Lane(HistoryRecorder recorder, int process) {
        this.recorder = recorder;
        this.process = process;
    }

    /** The number of the present process. */
    public int process() {
        return process;
    }

    /** Whether nothing is open. */
    public boolean idle() {
        return open == null;
    }

    /** Begins an operation. */
    public Invocation invoke(F f, OpValue value) {
        return invoke(f, value, Extras.NONE);
    }

    /**
     * Begins an operation, and says more.
     *
     * @throws IllegalStateException if one is open
     */
    public Invocation invoke(F f, OpValue value, Extras extras) {
        if (open != null) {
            throw new IllegalStateException("process " + process + " has not completed " + open.invoked());
        }
        open = new Invocation(this, recorder.write(process, OpType.INVOKE, f, value, extras));
        return open;
    }

    /** The client is given up: what is open stays unknown, and another process goes on. */
    public void crash() {
        if (open != null) {
            open.info(Extras.of(Extras.ERROR, new Keyword("crashed")));
        } else {
            invoke(F.CRASH, OpValue.NIL).info(Extras.NONE);
        }
    }

    Invocation open() {
        return open;
    }

    Op complete(Invocation invocation, OpType type, OpValue value, Extras extras) {
        if (open != invocation) {
            throw new IllegalStateException("completed twice: " + invocation.invoked());
        }
        Op op = recorder.write(process, type, invocation.invoked().f(), value, extras);
        open = null;
        if (type == OpType.INFO) {
            process = Math.addExact(process, recorder.concurrency());
        }
        return op;
    }
}
