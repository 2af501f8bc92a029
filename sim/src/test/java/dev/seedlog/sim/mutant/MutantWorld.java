package dev.seedlog.sim.mutant;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.LongFunction;
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

    private final Mutant mutant;
    private final ClassFileLocator classFiles;

    private MutantWorld(Mutant mutant) {
        super(MutantWorld.class.getClassLoader());
        this.mutant = mutant;
        this.classFiles = ClassFileLocator.ForClassLoader.of(getParent());
    }

    /**
     * A function from a seed to what a run of it comes to with this bug: how it ended and the kinds of its
     * violations, or nothing if all is well.
     */
    static LongFunction<String> with(Mutant mutant) {
        MutantWorld world = new MutantWorld(mutant);
        try {
            Class<?> run = world.loadClass(VerdictOfSeed.class.getName());
            return cast(run.getDeclaredConstructor().newInstance());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make the world of " + mutant, e);
        }
    }

    @SuppressWarnings("unchecked")
    private static LongFunction<String> cast(Object run) {
        return (LongFunction<String>) run;
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
        byte[] bytes = name.equals(mutant.className()) ? plant(name) : read(name);
        return defineClass(name, bytes, 0, bytes.length);
    }

    private byte[] plant(String name) {
        var type = TypePool.Default.of(classFiles).describe(name).resolve();
        String[] method = mutant.method().split("/");
        var methods = named(method[0]).and(takesArguments(Integer.parseInt(method[1])));
        if (type.getDeclaredMethods().filter(methods).size() != 1) {
            throw new IllegalStateException(mutant + ": " + name + " has no method " + mutant.method() + " any more");
        }
        return new ByteBuddy().redefine(type, classFiles)
                .visit(Advice.to(mutant.bug(), classFiles).on(methods)).make().getBytes();
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
