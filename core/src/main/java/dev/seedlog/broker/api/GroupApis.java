package dev.seedlog.broker.api;

import dev.seedlog.broker.connection.ServedApis;
import dev.seedlog.broker.coordinator.GroupCoordinators;

/** The APIs of consumer groups. */
public final class GroupApis {

    private GroupApis() {
    }

    /** Serves the one that finds a group's coordinator. */
    public static void registerFinding(ServedApis apis, GroupCoordinators coordinators, MetadataView metadata,
                                       TopicAutoCreation autoCreation) {
        new FindCoordinatorHandler(metadata, autoCreation, coordinators).register(apis);
    }

    /** Serves those that are the coordinators' own. */
    public static void register(ServedApis apis, GroupCoordinators coordinators, MetadataView metadata) {
        new GroupMembershipHandlers(coordinators).register(apis);
        new OffsetCommitHandler(coordinators, metadata).register(apis);
        new OffsetFetchHandler(coordinators, metadata).register(apis);
        new GroupAdminHandlers(coordinators).register(apis);
        new OffsetDeleteHandler(coordinators, metadata).register(apis);
    }
}
