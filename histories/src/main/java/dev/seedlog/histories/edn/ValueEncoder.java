package dev.seedlog.histories.edn;

import dev.seedlog.histories.Breach;
import dev.seedlog.histories.KeyProfile;
import dev.seedlog.histories.Keyword;
import dev.seedlog.histories.Mop;
import dev.seedlog.histories.OpValue;
import dev.seedlog.histories.Polled;
import dev.seedlog.histories.ProducerProfile;
import dev.seedlog.histories.Seen;
import dev.seedlog.histories.Tagged;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Writes the values of operations. */
final class ValueEncoder {

    private final EdnOutput out;

    ValueEncoder(EdnOutput out) {
        this.out = out;
    }

    void write(OpValue value) throws IOException {
        if (value instanceof OpValue.Mops mops) {
            mops(mops);
        } else if (value instanceof OpValue.Num num) {
            out.number(num.value());
        } else if (value instanceof OpValue.Cas cas) {
            out.raw('[').number(cas.expected()).raw(' ').number(cas.next()).raw(']');
        } else if (value instanceof OpValue.Numbers numbers) {
            numbers(numbers.values());
        } else if (value instanceof OpValue.NumberSet set) {
            out.raw('#').raw('{');
            spaced(set.values());
            out.raw('}');
        } else if (value instanceof OpValue.Free free) {
            data(free.data());
        } else if (value instanceof OpValue.Nil) {
            out.ascii("nil");
        } else {
            writeMap(value);
        }
    }

    private void writeMap(OpValue value) throws IOException {
        if (value instanceof OpValue.Bounds bounds) {
            out.ascii("{:key ").number(bounds.key());
            known(", :start ", bounds.start());
            known(", :end ", bounds.end());
            out.raw('}');
        } else if (value instanceof OpValue.Membership membership) {
            member(membership.group(), membership.member(), membership.generation());
            if (membership.keys() != null) {
                out.ascii(", :keys ");
                numbers(membership.keys());
            }
            out.raw('}');
        } else if (value instanceof OpValue.Offsets offsets) {
            offsets(offsets);
        } else if (value instanceof KeyProfile profile) {
            out.ascii("{:key ").number(profile.key()).ascii(", :topic-id ").string(profile.topicId())
                    .ascii(", :topic-partition ").string(profile.topicPartition())
                    .ascii(", :replicas ").number(profile.replicas())
                    .ascii(", :cleanup ").string(profile.cleanup().word())
                    .ascii(", :unclean-election? ").ascii(Boolean.toString(profile.uncleanElection()))
                    .ascii(", :read-committed? ").ascii(Boolean.toString(profile.readCommitted()))
                    .ascii(", :transactional? ").ascii(Boolean.toString(profile.transactional())).raw('}');
        } else if (value instanceof ProducerProfile profile) {
            out.ascii("{:producer ").number(profile.producer()).ascii(", :acks ").number(profile.acks())
                    .ascii(", :idempotent? ").ascii(Boolean.toString(profile.idempotent()))
                    .ascii(", :ordered? ").ascii(Boolean.toString(profile.ordered())).raw('}');
        } else if (value instanceof Breach breach) {
            breach(breach);
        } else if (value instanceof Seen seen) {
            out.ascii("{:anomaly :").utf8(seen.anomaly()).ascii(", :what ").string(seen.what()).raw('}');
        } else {
            throw new IllegalStateException("a value without a shape: " + value);
        }
    }

    private void known(String name, long offset) throws IOException {
        if (offset >= 0) {
            out.ascii(name).number(offset);
        }
    }

    private void member(String group, String member, long generation) throws IOException {
        out.ascii("{:group ").string(group);
        if (!member.isEmpty()) {
            out.ascii(", :member ").string(member);
        }
        known(", :generation ", generation);
    }

    private void offsets(OpValue.Offsets offsets) throws IOException {
        member(offsets.group(), offsets.member(), offsets.generation());
        if (offsets.offsets() == null) {
            out.ascii(", :keys ");
            numbers(offsets.keys());
            out.raw('}');
            return;
        }
        out.ascii(", :offsets {");
        for (int i = 0; i < offsets.keys().size(); i++) {
            out.ascii(i == 0 ? "" : ", ").number(offsets.keys().get(i)).raw(' ');
            numberOrNil(offsets.offsets().get(i));
        }
        out.ascii("}}");
    }

    private void breach(Breach breach) throws IOException {
        out.ascii("{:key ").number(breach.key()).ascii(", :generation ").number(breach.generation())
                .ascii(", :reason :").utf8(breach.reason()).ascii(", :durable-end ").number(breach.durableEnd());
        if (breach.values().length > 0) {
            out.ascii(", :first-offset ").number(breach.firstOffset()).ascii(", :values [");
            for (int i = 0; i < breach.values().length; i++) {
                out.ascii(i == 0 ? "" : " ").number(breach.values()[i]);
            }
            out.raw(']');
        }
        out.raw('}');
    }

    private void mops(OpValue.Mops mops) throws IOException {
        out.raw('[');
        for (int i = 0; i < mops.steps().size(); i++) {
            out.ascii(i == 0 ? "[" : " [");
            mop(mops.steps().get(i));
            out.raw(']');
        }
        out.raw(']');
    }

    private void mop(Mop mop) throws IOException {
        if (mop instanceof Mop.Send send) {
            out.ascii(":send ").number(send.key()).raw(' ');
            if (send.offset() == Mop.Send.UNANSWERED) {
                out.number(send.value());
            } else {
                pair(send.offset(), send.value());
            }
        } else if (mop instanceof Mop.Poll poll) {
            out.ascii(":poll");
            if (poll.answer() != null) {
                polled(poll.answer());
            }
        } else if (mop instanceof Mop.Append append) {
            out.ascii(":append ");
            data(append.key());
            out.raw(' ').number(append.value());
        } else if (mop instanceof Mop.ReadList read) {
            out.ascii(":r ");
            data(read.key());
            out.raw(' ');
            if (read.values() == null) {
                out.ascii("nil");
            } else {
                numbers(read.values());
            }
        }
    }

    private void polled(List<Polled> answer) throws IOException {
        out.ascii(" {");
        for (int i = 0; i < answer.size(); i++) {
            Polled polled = answer.get(i);
            out.ascii(i == 0 ? "" : ", ").number(polled.key()).ascii(" [");
            for (int j = 0; j < polled.size(); j++) {
                out.ascii(j == 0 ? "" : " ");
                pair(polled.offsets()[j], polled.values()[j]);
            }
            out.raw(']');
        }
        out.raw('}');
    }

    private void pair(long offset, long value) throws IOException {
        out.raw('[');
        numberOrNil(offset);
        out.raw(' ').number(value).raw(']');
    }

    private void numberOrNil(long number) throws IOException {
        if (number < 0) {
            out.ascii("nil");
        } else {
            out.number(number);
        }
    }

    private void numbers(List<Long> numbers) throws IOException {
        out.raw('[');
        spaced(numbers);
        out.raw(']');
    }

    private void spaced(List<Long> numbers) throws IOException {
        for (int i = 0; i < numbers.size(); i++) {
            out.ascii(i == 0 ? "" : " ").number(numbers.get(i));
        }
    }

    /** Free data, in the order in which they are held. */
    void data(Object data) throws IOException {
        if (data == null) {
            out.ascii("nil");
        } else if (data instanceof Long number) {
            out.number(number);
        } else if (data instanceof String text) {
            out.string(text);
        } else if (data instanceof Keyword keyword) {
            out.raw(':').utf8(keyword.name());
        } else if (data instanceof Map<?, ?> map) {
            map(map);
        } else if (data instanceof Collection<?> all) {
            out.ascii(all instanceof Set ? "#{" : "[");
            boolean first = true;
            for (Object element : all) {
                out.ascii(first ? "" : " ");
                first = false;
                data(element);
            }
            out.raw(all instanceof Set ? '}' : ']');
        } else {
            rareData(data);
        }
    }

    private void map(Map<?, ?> map) throws IOException {
        out.raw('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.ascii(first ? "" : ", ");
            first = false;
            data(entry.getKey());
            out.raw(' ');
            data(entry.getValue());
        }
        out.raw('}');
    }

    private void rareData(Object data) throws IOException {
        if (data instanceof Tagged tagged) {
            if (tagged.tag().isEmpty()) {
                out.utf8(String.valueOf(tagged.value()));
            } else {
                out.raw('#').utf8(tagged.tag()).raw(' ');
                data(tagged.value());
            }
        } else if (data instanceof BigInteger number) {
            out.ascii(number.toString()).raw('N');
        } else if (data instanceof BigDecimal number) {
            out.ascii(number.toString()).raw('M');
        } else if (data instanceof Double number) {
            out.ascii(number.isNaN() ? "##NaN" : number.isInfinite() ? number > 0 ? "##Inf" : "##-Inf"
                    : number.toString());
        } else if (data instanceof Character c) {
            out.ascii("\\u").ascii(String.format(Locale.ROOT, "%04x", (int) c));
        } else {
            out.ascii(String.valueOf(data));
        }
    }
}
