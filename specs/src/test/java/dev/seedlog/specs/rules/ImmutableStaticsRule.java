package dev.seedlog.specs.rules;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;

/**
 * Statics outlive a simulated node and are shared by all of them, so none may change. A private array is accepted as a
 * table of constants; a collection is accepted if it is declared as an interface, as the
 * unmodifiable ones are. Of the project's own types the rule cannot tell; what they hold must be final in its turn.
 */
final class ImmutableStaticsRule extends ArchCondition<JavaField> {

    private static final Set<String> MUTABLE = Set.of(
            "org.agrona.DirectBuffer", "org.agrona.MutableDirectBuffer", "java.nio.Buffer",
            "java.lang.StringBuilder", "java.util.BitSet", "java.util.zip.Checksum", "java.util.Iterator",
            "java.util.Deque", "java.util.Queue", "org.agrona.collections.MutableReference",
            "org.agrona.collections.MutableBoolean");

    ImmutableStaticsRule() {
        super("be final and of a type that cannot change");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        if (!field.getModifiers().contains(JavaModifier.STATIC)
                || field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return;
        }
        boolean isFinal = field.getModifiers().contains(JavaModifier.FINAL);
        if (!isFinal || isMutable(field)) {
            events.add(SimpleConditionEvent.violated(field, "mutable static " + field.getFullName() + " of type "
                    + field.getRawType().getName() + (isFinal ? "" : " is not final")));
        }
    }

    private static boolean isMutable(JavaField field) {
        JavaClass type = field.getRawType();
        if (type.isArray()) {
            return !field.getModifiers().contains(JavaModifier.PRIVATE);
        }
        if (type.getName().startsWith("dev.seedlog.")) {
            return false;
        }
        boolean collection = type.isAssignableTo(Collection.class) || type.isAssignableTo(Map.class);
        return collection && !type.isInterface()
                || type.getName().startsWith("org.agrona.collections.")
                || MUTABLE.stream().anyMatch(type::isAssignableTo);
    }
}
