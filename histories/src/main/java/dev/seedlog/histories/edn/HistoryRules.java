package dev.seedlog.histories.edn;

import dev.seedlog.histories.F;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.Op;
import dev.seedlog.histories.OpType;
import dev.seedlog.histories.OpValue;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The rules by which entries make a history: places and times grow, a process does one thing after another and ends for
 * good with an unknown outcome, a completion answers its invocation, nothing is open at the end.
 */
final class HistoryRules {

    /** What a process is doing; nothing is open if it has no invocation. */
    private static final class Process {
        private Op open;
        private long openLine;
        private long endedLine;
    }

    private final Map<Integer, Process> processes = new HashMap<>();
    private final Set<Integer> profiled = new HashSet<>();
    private long lastIndex = -1;
    private long lastNanos = Long.MIN_VALUE;
    private boolean begun;
    private boolean ended;
    private long entries;

    /**
     * The next entry.
     *
     * @throws BadShapeException if it cannot be the next one
     */
    void check(Op op, long line) {
        if (ended) {
            throw new BadShapeException("there is an operation behind the end of the history");
        }
        if (op.index() <= lastIndex) {
            throw new BadShapeException("index " + op.index() + " comes behind index " + lastIndex);
        }
        if (op.timeNanos() < lastNanos) {
            throw new BadShapeException("the time goes back from " + lastNanos + " to " + op.timeNanos());
        }
        lastIndex = op.index();
        lastNanos = op.timeNanos();
        if (op.isNemesis()) {
            nemesis(op);
        } else {
            checkKeys(op);
            if (op.type() == OpType.INVOKE) {
                invoke(op, line);
            } else {
                complete(op, line);
            }
        }
        entries++;
    }

    /**
     * The file is over.
     *
     * @throws BadShapeException if the history is not
     */
    void finish() {
        if (begun && !ended) {
            throw new BadShapeException("the history is cut short: it says that it has an end, and has none");
        }
        Iterator<Map.Entry<Integer, Process>> open = processes.entrySet().stream()
                .filter(entry -> entry.getValue().open != null).sorted(Map.Entry.comparingByKey()).iterator();
        if (open.hasNext()) {
            Map.Entry<Integer, Process> first = open.next();
            throw new BadShapeException("the history is cut short: process " + first.getKey()
                    + " has never completed what it invoked in line " + first.getValue().openLine);
        }
        if (entries == 0) {
            throw new BadShapeException("the history is empty");
        }
    }

    private void nemesis(Op op) {
        if (op.value() instanceof KeyProfile profile) {
            if (!profiled.add(profile.key())) {
                throw new BadShapeException("the key " + profile.key() + " has a second :key-profile");
            }
        } else if (op.f().equals(F.HISTORY_BEGIN)) {
            if (entries != 0) {
                throw new BadShapeException("the history begins a second time");
            }
            begun = true;
        } else if (op.f().equals(F.HISTORY_END)) {
            ended = true;
            if (op.value() instanceof OpValue.Num count && count.value() != entries) {
                throw new BadShapeException("the history has " + entries + " operations, and its end says "
                        + count.value());
            }
        }
    }

    /** Where profiles are given, every partition has one, before it is used. */
    private void checkKeys(Op op) {
        if (!profiled.isEmpty() && op.value() instanceof OpValue.Mops mops) {
            for (Mop mop : mops.steps()) {
                if (mop instanceof Mop.Send send) {
                    checkKey(send.key());
                } else if (mop instanceof Mop.Poll poll && poll.answer() != null) {
                    poll.answer().forEach(polled -> checkKey(polled.key()));
                }
            }
        }
    }

    private void checkKey(int key) {
        if (!profiled.contains(key)) {
            throw new BadShapeException("the key " + key + " is unknown: no :key-profile was given for it");
        }
    }

    private void invoke(Op op, long line) {
        Process process = processes.computeIfAbsent(op.process(), unseen -> new Process());
        if (process.open != null) {
            throw new BadShapeException("process " + op.process() + " invokes a second operation, and has not "
                    + "completed the one in line " + process.openLine);
        }
        if (process.endedLine > 0) {
            throw new BadShapeException("process " + op.process() + " goes on, and ended in line " + process.endedLine
                    + ", where it did not learn what became of its operation");
        }
        process.open = op;
        process.openLine = line;
    }

    private void complete(Op op, long line) {
        Process process = processes.get(op.process());
        if (process == null || process.open == null) {
            throw new BadShapeException("process " + op.process() + " completes what it never invoked");
        }
        Op invoked = process.open;
        process.open = null;
        if (!invoked.f().equals(op.f())) {
            throw new BadShapeException("process " + op.process() + " completes :" + op.f() + ", and invoked :"
                    + invoked.f() + " in line " + process.openLine);
        }
        if (!answers(op.type(), invoked.value(), op.value())) {
            throw new BadShapeException("process " + op.process() + " completes with a value that is no answer to what "
                    + "it invoked in line " + process.openLine);
        }
        if (op.type() == OpType.INFO) {
            process.endedLine = line;
        }
    }

    private static boolean answers(OpType type, OpValue invoked, OpValue completed) {
        if (completed instanceof OpValue.Nil) {
            return type != OpType.OK || invoked instanceof OpValue.Nil;
        }
        if (invoked instanceof OpValue.Mops question && completed instanceof OpValue.Mops answer) {
            return answers(question.steps(), answer.steps());
        }
        if (invoked instanceof OpValue.Num || invoked instanceof OpValue.Cas) {
            return invoked.equals(completed);
        }
        if (invoked instanceof OpValue.Nil || type == OpType.OK) {
            return true;
        }
        return invoked.equals(completed) || type == OpType.INFO;
    }

    private static boolean answers(List<Mop> question, List<Mop> answer) {
        if (question.size() != answer.size()) {
            return false;
        }
        for (int i = 0; i < question.size(); i++) {
            if (!answers(question.get(i), answer.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean answers(Mop question, Mop answer) {
        if (question instanceof Mop.Send asked) {
            return answer instanceof Mop.Send sent && sent.key() == asked.key() && sent.value() == asked.value();
        }
        if (question instanceof Mop.ReadList asked) {
            return answer instanceof Mop.ReadList read && Objects.equals(read.key(), asked.key());
        }
        return question instanceof Mop.Poll ? answer instanceof Mop.Poll : question.equals(answer);
    }
}
