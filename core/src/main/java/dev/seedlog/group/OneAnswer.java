package dev.seedlog.group;

import dev.seedlog.machine.Refusal;
import dev.seedlog.machine.Reply;

/**
 * Passes on the first answer. A request that waits in a group can be refused by the end of the machine and by the end
 * of its command; the client hears one of them.
 */
final class OneAnswer<A> implements Reply<A> {

    private Reply<A> reply;

    OneAnswer(Reply<A> reply) {
        this.reply = reply;
    }

    @Override
    public void answer(A answer) {
        Reply<A> first = take();
        if (first != null) {
            first.answer(answer);
        }
    }

    @Override
    public void refuse(Refusal refusal) {
        Reply<A> first = take();
        if (first != null) {
            first.refuse(refusal);
        }
    }

    private Reply<A> take() {
        Reply<A> first = reply;
        reply = null;
        return first;
    }
}
