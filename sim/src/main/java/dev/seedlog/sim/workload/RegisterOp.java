package dev.seedlog.sim.workload;

import dev.seedlog.histories.Extras;
import dev.seedlog.histories.F;
import dev.seedlog.histories.Invocation;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.OpValue;
import dev.seedlog.wire.ErrorCode;
import java.util.Locale;

/**
 * A write or a read of a topic's setting that serves as a register. It is {@code max.message.bytes}, in values that no
 * batch comes near to.
 */
final class RegisterOp {

    /** The setting. */
    static final String CONFIG = "max.message.bytes";

    private static final long FIRST_VALUE = 2_000_000;

    private final Invocation open;
    private final Extras about;

    private RegisterOp(Invocation open, Extras about) {
        this.open = open;
        this.about = about;
    }

    /** A topic is about to be created, and its register written for the first time. */
    static RegisterOp created(Recorder recorder, TopicPlan topic) {
        String value = topic.configs().get(CONFIG);
        return topic.kind() == TopicPlan.Kind.KEPT && value != null
                ? write(recorder, topic.name(), Long.parseLong(value)) : new RegisterOp(null, null);
    }

    static RegisterOp write(Recorder recorder, String topic, long value) {
        Extras about = Extras.of(Extras.KEY, topic);
        return new RegisterOp(recorder.admins().invoke(F.WRITE, OpValue.num(value), about), about);
    }

    static RegisterOp read(Recorder recorder, String topic) {
        Extras about = Extras.of(Extras.KEY, topic);
        return new RegisterOp(recorder.admins().invoke(F.READ, OpValue.NIL, about), about);
    }

    /** The value for the register's write number {@code number}. */
    static long value(long number) {
        return FIRST_VALUE + number;
    }

    /** The write is done. */
    void done() {
        if (open != null) {
            open.ok(open.invoked().value(), about);
        }
    }

    /** The read found this. */
    void found(long value) {
        open.ok(OpValue.num(value), about);
    }

    void failed(ErrorCode error, boolean certain) {
        if (open != null) {
            Extras why = about.with(Extras.ERROR, keyword(error));
            if (certain || open.invoked().f().equals(F.READ)) {
                open.fail(why);
            } else {
                open.info(why);
            }
        }
    }

    /** An error as histories have it. */
    static Keyword keyword(ErrorCode error) {
        return new Keyword(error.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
}
