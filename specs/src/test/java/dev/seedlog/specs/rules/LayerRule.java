package dev.seedlog.specs.rules;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The layers inside core: each uses only those to its left, and packages that stand side by side do not use each other.
 */
final class LayerRule extends ArchCondition<JavaClass> {

    private static final String ROOT_PACKAGE = "dev.seedlog.";

    /** From left to right; what one string names stands side by side. */
    private static final String[] LEFT_TO_RIGHT = {
        "base", "env", "wire", "record", "log", "raft metadata", "machine", "controller replica group txn",
        "broker client"
    };

    private static final Map<String, Set<String>> USES = uses();

    LayerRule() {
        super("be in a layer of core and use only the layers to its left");
    }

    private static Map<String, Set<String>> uses() {
        Map<String, Set<String>> uses = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>();
        for (String rank : LEFT_TO_RIGHT) {
            String[] sideBySide = rank.split(" ");
            for (String layer : sideBySide) {
                uses.put(layer, Set.copyOf(left));
            }
            left.addAll(Arrays.asList(sideBySide));
        }
        return uses;
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String layer = layerOf(type);
        if (!USES.containsKey(layer)) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is in '" + layer
                    + "', which is no layer of core"));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            String used = layerOf(target);
            if (target.getName().startsWith(ROOT_PACKAGE) && !used.equals(layer)
                    && !USES.get(layer).contains(used)) {
                events.add(SimpleConditionEvent.violated(dependency, layer + " must not use " + used + ": "
                        + dependency.getDescription()));
            }
        }
    }

    /** The package right below the root: {@code dev.seedlog.base.config} belongs to base. */
    private static String layerOf(JavaClass type) {
        String name = type.getPackageName();
        if (!name.startsWith(ROOT_PACKAGE)) {
            return "";
        }
        String below = name.substring(ROOT_PACKAGE.length());
        return below.indexOf('.') < 0 ? below : below.substring(0, below.indexOf('.'));
    }
}
