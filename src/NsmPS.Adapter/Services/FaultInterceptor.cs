using Grpc.Core;
using Grpc.Core.Interceptors;
using NsmPS.Adapter.Hosting.Logs;

namespace NsmPS.Adapter.Services;

/// <summary>Gives every failure of a call its status. Callers learn what they did wrong, and nothing of the adapter's insides.</summary>
internal sealed class FaultInterceptor(ILogger<FaultInterceptor> log) : Interceptor
{
    public override async Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(request, context);
        }
        catch (NsmException exception)
        {
            throw Status(exception, context);
        }
        catch (Exception exception) when (Faults.IsDefect(exception))
        {
            throw Defect(exception, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context,
        ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (NsmException exception)
        {
            throw Status(exception, context);
        }
        catch (Exception exception) when (Faults.IsDefect(exception))
        {
            throw Defect(exception, context);
        }
    }

    private RpcException Status(NsmException exception, ServerCallContext context)
    {
        log.CallRefused(context.Method, exception.Message);
        return new RpcException(new Status(CodeOf(exception.Error), $"{exception.Message} {exception.Remedy}"));
    }

    private RpcException Defect(Exception exception, ServerCallContext context)
    {
        log.CallDefect(exception, context.Method);
        return new RpcException(new Status(StatusCode.Internal, "The adapter failed unexpectedly; its log says more."));
    }

    private static StatusCode CodeOf(NsmError error) =>
        error == NsmErrors.AdapterStopping ? StatusCode.Unavailable
        : error.Category == NsmErrorCategory.LimitsExceeded ? StatusCode.ResourceExhausted
        : error.Category == NsmErrorCategory.InvalidArgument || error == NsmErrors.ReleaseUnknown || error == NsmErrors.SampleUnknown
            ? StatusCode.InvalidArgument
        : StatusCode.Internal;
}
