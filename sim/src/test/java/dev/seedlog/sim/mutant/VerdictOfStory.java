package dev.seedlog.sim.mutant;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.function.BiFunction;

/** Tells a story in the world that it was loaded in; only JDK types go in and out. */
public final class VerdictOfStory implements BiFunction<String, Long, String> {

    private static final String STORIES = "dev.seedlog.sim.scenario.HardStoriesTest";

    /** What a story comes to: why it failed, or nothing if it went as it is told. It has a seed of its own. */
    @Override
    public String apply(String story, Long unused) {
        try {
            var constructor = Class.forName(STORIES, true, getClass().getClassLoader()).getDeclaredConstructor();
            constructor.setAccessible(true);
            Object stories = constructor.newInstance();
            Method told = stories.getClass().getDeclaredMethod(story);
            told.setAccessible(true);
            told.invoke(stories);
            return "";
        } catch (InvocationTargetException failure) {
            return String.valueOf(failure.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("there is no story " + story, e);
        }
    }
}
