package dev.parkway.endtoend;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a server says of itself: its services and the files that describe them, dependencies included. */
final class Reflection {

    static final String V1 = "grpc.reflection.v1.ServerReflection";
    /** What older tools ask for; its messages are the same on the wire. */
    static final String V1_ALPHA = "grpc.reflection.v1alpha.ServerReflection";

    private static final long DEADLINE_SECONDS = 20;

    private final Channel channel;
    private final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method;
    private final Map<String, FileDescriptorProto> protos = new HashMap<>();
    private final Map<String, FileDescriptor> files = new HashMap<>();

    Reflection(Channel channel, String version) {
        this.channel = channel;
        method = MethodDescriptor.<ServerReflectionRequest, ServerReflectionResponse>newBuilder()
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(version, "ServerReflectionInfo"))
                .setRequestMarshaller(ProtoUtils.marshaller(ServerReflectionRequest.getDefaultInstance()))
                .setResponseMarshaller(ProtoUtils.marshaller(ServerReflectionResponse.getDefaultInstance()))
                .build();
    }

    List<String> services() {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder().setListServices("*").build();
        return ask(request).getListServicesResponse().getServiceList().stream().map(ServiceResponse::getName)
                .toList();
    }

    ServiceDescriptor describe(String service) {
        ServerReflectionRequest request = ServerReflectionRequest.newBuilder()
                .setFileContainingSymbol(service).build();
        String simpleName = service.substring(service.lastIndexOf('.') + 1);
        for (String file : learn(request)) {
            ServiceDescriptor described = file(file).findServiceByName(simpleName);
            if (described != null && described.getFullName().equals(service)) {
                return described;
            }
        }
        throw new AssertionError("no file of the server describes " + service);
    }

    /** Asks for files and returns their names. */
    private List<String> learn(ServerReflectionRequest request) {
        List<String> names = new ArrayList<>();
        try {
            for (ByteString bytes : ask(request).getFileDescriptorResponse().getFileDescriptorProtoList()) {
                FileDescriptorProto proto = FileDescriptorProto.parseFrom(bytes);
                protos.put(proto.getName(), proto);
                names.add(proto.getName());
            }
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError("the server sent no file descriptor", e);
        }
        return names;
    }

    private FileDescriptor file(String name) {
        FileDescriptor known = files.get(name);
        if (known != null) {
            return known;
        }
        if (!protos.containsKey(name)) {
            learn(ServerReflectionRequest.newBuilder().setFileByFilename(name).build());
        }
        FileDescriptorProto proto = protos.get(name);
        if (proto == null) {
            throw new AssertionError("the server does not have file " + name);
        }
        FileDescriptor[] dependencies = proto.getDependencyList().stream().map(this::file)
                .toArray(FileDescriptor[]::new);
        try {
            FileDescriptor built = FileDescriptor.buildFrom(proto, dependencies);
            files.put(name, built);
            return built;
        } catch (DescriptorValidationException e) {
            throw new AssertionError("the server's file " + name + " does not fit together", e);
        }
    }

    private ServerReflectionResponse ask(ServerReflectionRequest request) {
        CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
        StreamObserver<ServerReflectionRequest> requests = ClientCalls.asyncBidiStreamingCall(
                channel.newCall(method,
                        CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)),
                new StreamObserver<>() {
                    @Override
                    public void onNext(ServerReflectionResponse response) {
                        answer.complete(response);
                    }

                    @Override
                    public void onError(Throwable failure) {
                        answer.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        answer.completeExceptionally(new AssertionError("no answer to " + request));
                    }
                });
        requests.onNext(request);
        requests.onCompleted();
        ServerReflectionResponse response = answer.join();
        if (response.hasErrorResponse()) {
            throw new AssertionError(response.getErrorResponse().getErrorMessage() + ": " + request);
        }
        return response;
    }
}
