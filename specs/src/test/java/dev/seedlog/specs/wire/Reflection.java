package dev.seedlog.specs.wire;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Calls public methods by name; the tests may, core may not. */
final class Reflection {

    private record Key(Class<?> type, String name, int parameters) {
    }

    private static final Map<Key, Method> METHODS = new ConcurrentHashMap<>();
    private static final Map<Key, MethodHandle> HANDLES = new ConcurrentHashMap<>();

    private Reflection() {
    }

    static Method method(Class<?> type, String name, int parameters) {
        return METHODS.computeIfAbsent(new Key(type, name, parameters), key -> Arrays.stream(type.getMethods())
                .filter(method -> method.getName().equals(name) && method.getParameterCount() == parameters)
                .filter(method -> !method.isBridge())
                .findFirst().orElseThrow(() -> new AssertionError(type + " has no method " + name)));
    }

    /** A direct handle to a static method, which adds nothing to what the method allocates. */
    static MethodHandle handle(Class<?> type, String name, MethodType called) {
        return HANDLES.computeIfAbsent(new Key(type, name, called.parameterCount()), key -> {
            try {
                return MethodHandles.lookup().unreflect(method(type, name, called.parameterCount())).asType(called);
            } catch (IllegalAccessException e) {
                throw new AssertionError(type + "." + name + " cannot be called", e);
            }
        });
    }

    /** Calls a method; what it throws is thrown. */
    static Object call(Object target, String name, Object... arguments) {
        return invoke(method(target.getClass(), name, arguments.length), target, arguments);
    }

    static Object callStatic(Class<?> type, String name, Object... arguments) {
        return invoke(method(type, name, arguments.length), null, arguments);
    }

    private static Object invoke(Method method, Object target, Object... arguments) {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(method + " failed", e.getCause());
        } catch (IllegalAccessException e) {
            throw new AssertionError(method + " cannot be called", e);
        }
    }

    /** A structure inside a message. */
    static Class<?> nested(Class<?> outer, String name) {
        try {
            return Class.forName(outer.getName() + "$" + name, true, outer.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(outer + " has no structure " + name, e);
        }
    }

    static Object create(Class<?> type) {
        try {
            return type.getConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("cannot create " + type, e);
        }
    }
}
