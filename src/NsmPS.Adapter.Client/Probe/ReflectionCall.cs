using Grpc.Core;

namespace NsmPS.Adapter.Client.Probe;

/// <summary>Asks for the list of services by gRPC reflection, of which no client is
/// generated here: the bytes are those of one constant request.</summary>
internal static class ReflectionCall
{
    // Field 7, list_services, of the request; its value does not matter.
    private static readonly byte[] s_listServices = [7 << 3 | 2, 1, (byte)'*'];

    private static readonly Marshaller<byte[]> s_bytes = Marshallers.Create(bytes => bytes, bytes => bytes);

    private static readonly Method<byte[], byte[]> s_method =
        new(MethodType.DuplexStreaming, "grpc.reflection.v1alpha.ServerReflection", "ServerReflectionInfo", s_bytes, s_bytes);

    /// <summary>Whether the server answers.</summary>
    public static async Task<bool> IsOfferedAsync(CallInvoker invoker, CancellationToken cancellationToken)
    {
        using var call = invoker.AsyncDuplexStreamingCall(s_method, host: null, new CallOptions(cancellationToken: cancellationToken));
        try
        {
            await call.RequestStream.WriteAsync(s_listServices, cancellationToken);
            await call.RequestStream.CompleteAsync();
            return await call.ResponseStream.MoveNext(cancellationToken);
        }
        catch (RpcException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }
}
