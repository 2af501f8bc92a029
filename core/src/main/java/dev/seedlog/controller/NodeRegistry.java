package dev.seedlog.controller;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.RefusedException;
import dev.seedlog.metadata.BrokerImage;
import dev.seedlog.metadata.MetadataImage;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.ControllerRegistrationRequest;
import dev.seedlog.wire.message.ControllerRegistrationResponse;
import dev.seedlog.wire.message.UnregisterBrokerRequest;
import dev.seedlog.wire.message.UnregisterBrokerResponse;
import dev.seedlog.wire.metadata.RegisterControllerRecord;
import dev.seedlog.wire.metadata.RegisterControllerRecord.ControllerEndpoint;
import dev.seedlog.wire.metadata.RegisterControllerRecord.ControllerFeature;
import dev.seedlog.wire.metadata.UnregisterBrokerRecord;
import java.util.ArrayList;
import java.util.List;

/** ControllerRegistration, version 0 (KIP-919), and UnregisterBroker, version 0 (KIP-631). */
final class NodeRegistry {

    private NodeRegistry() {
    }

    static Decision<MetadataRecord, ControllerRegistrationResponse> register(MetadataImage image,
                                                                            ControllerRegistrationRequest request) {
        if (!image.metadataVersion().hasControllerRegistration()) {
            throw new RefusedException(ErrorCode.UNSUPPORTED_VERSION,
                    "Controllers do not register at metadata version " + image.metadataVersion() + ".");
        }
        List<ControllerEndpoint> endpoints = new ArrayList<>();
        for (ControllerRegistrationRequest.Listener listener : request.listeners()) {
            endpoints.add(ControllerEndpoint.builder().name(listener.name()).host(listener.host())
                    .port(listener.port()).securityProtocol(listener.securityProtocol()).build());
        }
        List<ControllerFeature> features = new ArrayList<>();
        for (ControllerRegistrationRequest.Feature feature : request.features()) {
            features.add(ControllerFeature.builder().name(feature.name())
                    .minSupportedVersion(feature.minSupportedVersion())
                    .maxSupportedVersion(feature.maxSupportedVersion()).build());
        }
        RegisterControllerRecord record = RegisterControllerRecord.builder().controllerId(request.controllerId())
                .incarnationId(request.incarnationId()).zkMigrationReady(false).endPoints(endpoints).features(features)
                .build();
        return Decision.atomic(List.of(MetadataRecord.of(record)), ControllerRegistrationResponse.builder().build());
    }

    static Decision<MetadataRecord, UnregisterBrokerResponse> unregister(MetadataImage image, ConfigSchema schema,
                                                                        UnregisterBrokerRequest request) {
        BrokerImage broker = image.cluster().broker(request.brokerId());
        if (broker == null) {
            throw new RefusedException(ErrorCode.BROKER_ID_NOT_REGISTERED,
                    "Broker " + request.brokerId() + " is not registered.");
        }
        RecordList records = new RecordList();
        new LeadershipChanges(image, schema).brokerUnregistered(broker.id()).forEach(records::add);
        records.add(UnregisterBrokerRecord.builder().brokerId(broker.id()).brokerEpoch(broker.epoch()).build());
        return Decision.splittable(records.list(), UnregisterBrokerResponse.builder().build());
    }
}
