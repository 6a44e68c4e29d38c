package io.ipyrpc.bench;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.KnownLength;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.CallStreamObserver;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/**
 * gRPC-java as its documentation has it for bytes: messages of plain bytes (less work than protobuf), arrays as a stream
 * of messages of 1 MiB with flow control by readiness, a window of 8 MiB.
 */
final class Grpc {
    private static final int CHUNK = 1 << 20;
    private static final MethodDescriptor<byte[], byte[]> ADD = method("bench/add", MethodDescriptor.MethodType.UNARY);
    private static final MethodDescriptor<byte[], byte[]> DOWN =
            method("bench/down", MethodDescriptor.MethodType.SERVER_STREAMING);
    private static final MethodDescriptor<byte[], byte[]> UP =
            method("bench/up", MethodDescriptor.MethodType.CLIENT_STREAMING);

    private Grpc() {}

    private static final class Bytes extends ByteArrayInputStream implements KnownLength {
        Bytes(byte[] bytes) {
            super(bytes);
        }
    }

    private static final class Plain implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new Bytes(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static MethodDescriptor<byte[], byte[]> method(String name, MethodDescriptor.MethodType type) {
        return MethodDescriptor.<byte[], byte[]>newBuilder(new Plain(), new Plain())
                .setFullMethodName(name)
                .setType(type)
                .build();
    }

    static ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("bench")
                .addMethod(ADD, ServerCalls.asyncUnaryCall((request, observer) -> {
                    ByteBuffer numbers = ByteBuffer.wrap(request);
                    observer.onNext(ByteBuffer.allocate(4)
                            .putInt(numbers.getInt() + numbers.getInt())
                            .array());
                    observer.onCompleted();
                }))
                .addMethod(DOWN, ServerCalls.asyncServerStreamingCall((request, observer) -> {
                    byte[] array = Payloads.memory(ByteBuffer.wrap(request).getInt());
                    sendAsItCan((ServerCallStreamObserver<byte[]>) observer, array);
                }))
                .addMethod(UP, ServerCalls.asyncClientStreamingCall(Counted::new))
                .build();
    }

    private static void sendAsItCan(CallStreamObserver<byte[]> stream, byte[] array) {
        int[] at = {0};
        stream.setOnReadyHandler(() -> {
            while (stream.isReady() && at[0] < array.length) {
                int end = Math.min(array.length, at[0] + CHUNK);
                stream.onNext(java.util.Arrays.copyOfRange(array, at[0], end));
                at[0] = end;
                if (end == array.length) {
                    stream.onCompleted();
                }
            }
        });
    }

    /** Counts what arrives, and answers how much that was. */
    private record Counted(StreamObserver<byte[]> answer, long[] count) implements StreamObserver<byte[]> {
        Counted(StreamObserver<byte[]> answer) {
            this(answer, new long[1]);
        }

        @Override
        public void onNext(byte[] piece) {
            count[0] += piece.length;
        }

        @Override
        public void onError(Throwable failure) {
            answer.onError(failure);
        }

        @Override
        public void onCompleted() {
            answer.onNext(ByteBuffer.allocate(8).putLong(count[0]).array());
            answer.onCompleted();
        }
    }

    /** Sends an array from the client, and waits for its length. */
    static long up(Channel channel, byte[] array) throws Exception {
        CompletableFuture<Long> length = new CompletableFuture<>();
        ClientCalls.asyncClientStreamingCall(
                channel.newCall(UP, CallOptions.DEFAULT), new ClientResponseObserver<byte[], byte[]>() {
                    @Override
                    public void beforeStart(ClientCallStreamObserver<byte[]> stream) {
                        sendAsItCan(stream, array);
                    }

                    @Override
                    public void onNext(byte[] answer) {
                        length.complete(ByteBuffer.wrap(answer).getLong());
                    }

                    @Override
                    public void onError(Throwable failure) {
                        length.completeExceptionally(failure);
                    }

                    @Override
                    public void onCompleted() {
                        length.completeExceptionally(new IllegalStateException("no answer"));
                    }
                });
        return length.get();
    }

    static ManagedChannel channel(int port) {
        return NettyChannelBuilder.forAddress("127.0.0.1", port)
                .usePlaintext()
                .flowControlWindow(8 << 20)
                .build();
    }

    static int add(Channel channel, int a, int b) {
        byte[] request = ByteBuffer.allocate(8).putInt(a).putInt(b).array();
        return ByteBuffer.wrap(ClientCalls.blockingUnaryCall(channel, ADD, CallOptions.DEFAULT, request))
                .getInt();
    }

    /** Fetches an array into memory that is there, and gives its length in bytes. */
    static int down(Channel channel, int doubles, byte[] target) {
        byte[] request = ByteBuffer.allocate(4).putInt(doubles).array();
        Iterator<byte[]> pieces = ClientCalls.blockingServerStreamingCall(channel, DOWN, CallOptions.DEFAULT, request);
        int at = 0;
        while (pieces.hasNext()) {
            byte[] piece = pieces.next();
            System.arraycopy(piece, 0, target, at, piece.length);
            at += piece.length;
        }
        return at;
    }
}
