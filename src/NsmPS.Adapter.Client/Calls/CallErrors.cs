using System.Security.Authentication;
using Grpc.Core;

namespace NsmPS.Adapter.Client.Calls;

/// <summary>Turns what gRPC throws into entries of the error catalogue.</summary>
internal sealed class CallErrors(AdapterAddress address, TimeSpan deadline)
{
    /// <summary>The failure of one call.</summary>
    /// <param name="failure">What gRPC threw.</param>
    /// <param name="call">The name of the call.</param>
    public NsmException From(RpcException failure, string call) =>
        Transport(failure) is { } transport ? Of(transport, failure) : failure.StatusCode switch
        {
            StatusCode.DeadlineExceeded =>
                New(NsmErrors.AdapterTimedOut,
                    FormattableString.Invariant($"did not answer {call} within {deadline.TotalSeconds:0.#} seconds"), failure),
            StatusCode.Unimplemented => New(NsmErrors.AdapterIncompatible, $"does not offer {call}", failure),
            StatusCode.Unavailable => New(NsmErrors.AdapterUnreachable, $"cannot be reached: {Text(failure)}", failure),
            _ => New(NsmErrors.AdapterRefused, $"refused {call} ({failure.StatusCode}): {Text(failure)}", failure),
        };

    /// <summary>The failure that an adapter puts into a successful answer.</summary>
    public NsmException FromAnswer(string text, string call) => New(NsmErrors.AdapterRefused, $"refused {call}: {text}", null);

    private static HttpRequestException? Transport(RpcException failure) =>
        failure.Status.DebugException as HttpRequestException ?? failure.Status.DebugException?.InnerException as HttpRequestException;

    private static string Text(RpcException failure) => failure.Status.Detail.Length == 0 ? "it gave no reason" : failure.Status.Detail;

    private NsmException Of(HttpRequestException transport, RpcException failure) => transport.HttpRequestError switch
    {
        HttpRequestError.SecureConnectionError =>
            New(NsmErrors.AdapterTlsFailed, $"and this machine do not agree on TLS: {Innermost(transport)}", failure),
        HttpRequestError.HttpProtocolError or HttpRequestError.InvalidResponse or HttpRequestError.VersionNegotiationError =>
            New(NsmErrors.AdapterIncompatible, "does not speak gRPC over HTTP/2", failure),
        _ => New(NsmErrors.AdapterUnreachable, $"cannot be reached: {Innermost(transport)}", failure),
    };

    private static string Innermost(Exception failure)
    {
        var cause = failure;
        while (cause.InnerException is { } inner && cause is not AuthenticationException)
        {
            cause = inner;
        }

        return cause.Message;
    }

    private NsmException New(NsmError error, string text, RpcException? cause) =>
        new(error, $"The adapter at {address} {text.TrimEnd('.')}.", address.ToString(), cause);
}
