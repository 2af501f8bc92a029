package dev.seedlog.broker.control;

import dev.seedlog.machine.Decision;
import dev.seedlog.machine.Refusal;
import dev.seedlog.controller.Controller;
import dev.seedlog.machine.Command;
import dev.seedlog.metadata.MetadataRecord;
import dev.seedlog.wire.Api;
import dev.seedlog.wire.ErrorCode;
import dev.seedlog.wire.message.DescribeQuorumRequest;
import dev.seedlog.wire.message.DescribeQuorumResponse;
import java.util.ArrayList;
import java.util.List;

/** What the quorum's leader is asked about the quorum: DescribeQuorum 0 to 2 (KIP-836). */
public final class QuorumCalls {

    /** Describes the quorum. A node that leads it does not ask. */
    public static final ControllerCall<DescribeQuorumRequest, DescribeQuorumResponse> DESCRIBE_QUORUM =
            new DescribeQuorum();

    private QuorumCalls() {
    }

    private static final class DescribeQuorum extends ControllerCall<DescribeQuorumRequest, DescribeQuorumResponse> {

        DescribeQuorum() {
            super(Api.DESCRIBE_QUORUM, DescribeQuorumRequest::read, DescribeQuorumResponse::read);
        }

        /** This node has come to lead while the request waited: who asks again is answered at once. */
        @Override
        public Command<MetadataRecord, DescribeQuorumResponse> command(Controller controller,
                                                                       DescribeQuorumRequest request, short version) {
            return at -> Decision.immediate(refused(request, version, Refusal.of(ErrorCode.NOT_LEADER_OR_FOLLOWER)));
        }

        @Override
        public DescribeQuorumResponse refused(DescribeQuorumRequest request, short version, Refusal refusal) {
            List<DescribeQuorumResponse.TopicData> topics = new ArrayList<>();
            for (DescribeQuorumRequest.TopicData topic : request.topics()) {
                List<DescribeQuorumResponse.PartitionData> partitions = new ArrayList<>();
                for (DescribeQuorumRequest.PartitionData partition : topic.partitions()) {
                    partitions.add(DescribeQuorumResponse.PartitionData.builder()
                            .partitionIndex(partition.partitionIndex()).errorCode(refusal.error().code())
                            .errorMessage(refusal.message()).build());
                }
                topics.add(DescribeQuorumResponse.TopicData.builder().topicName(topic.topicName())
                        .partitions(partitions).build());
            }
            return DescribeQuorumResponse.builder().topics(topics).build();
        }

        /** A replica that does not lead is no controller either. */
        @Override
        short error(DescribeQuorumResponse answer) {
            for (DescribeQuorumResponse.TopicData topic : answer.topics()) {
                for (DescribeQuorumResponse.PartitionData partition : topic.partitions()) {
                    if (partition.errorCode() == ErrorCode.NOT_LEADER_OR_FOLLOWER.code()) {
                        return ErrorCode.NOT_CONTROLLER.code();
                    }
                }
            }
            return answer.errorCode();
        }
    }
}
