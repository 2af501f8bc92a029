package dev.seedlog.sim.mutant;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.pool.TypePool;

/**
 * The classes of Seedlog once more, beside the sound ones, with one bug planted in them: what it loads is its own, so
 * the bug is nowhere else.
 */
final class MutantWorld extends ClassLoader {

    private static final String OURS = "dev.seedlog.";

    private final Bug bug;
    private final ClassFileLocator classFiles;

    private MutantWorld(Bug bug) {
        super(MutantWorld.class.getClassLoader());
        this.bug = bug;
        this.classFiles = ClassFileLocator.ForClassLoader.of(getParent());
    }

    /**
     * A function from the faults that there are (a kind's name, or one of {@link VerdictOfSeed}) and a seed to what its
     * run comes to with this bug: how it ended and the kinds of its violations, or nothing if all is well.
     */
    static BiFunction<String, Long, String> with(Bug bug) {
        return with(bug, VerdictOfSeed.class);
    }

    /** A function of a class, in the world of a bug. */
    static BiFunction<String, Long, String> with(Bug bug, Class<?> function) {
        MutantWorld world = new MutantWorld(bug);
        try {
            Class<?> run = world.loadClass(function.getName());
            return cast(run.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the world of " + bug, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static BiFunction<String, Long, String> cast(Object run) {
        return (BiFunction<String, Long, String>) run;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? define(name) : loaded;
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        byte[] bytes = name.equals(bug.className()) ? plant(name) : read(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] plant(String name) {
        var type = TypePool.Default.of(classFiles).describe(name).resolve();
        String[] method = bug.method().split("/");
        var methods = named(method[0]).and(takesArguments(Integer.parseInt(method[1])));
        if (type.getDeclaredMethods().filter(methods).size() != 1) {
            throw new IllegalStateException(bug + ": " + name + " has no method " + bug.method() + " any more");
        }
        return new ByteBuddy().redefine(type, classFiles)
                .visit(Advice.to(bug.advice(), classFiles).on(methods)).make().getBytes();
    }

    private byte[] read(String name) throws ClassNotFoundException {
        try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (in == null) {
                throw new ClassNotFoundException(name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
