using Grpc.Core;

namespace NsmPS.Adapter.Services;

/// <summary>Who calls.</summary>
internal static class CallContexts
{
    /// <summary>The address of the caller's machine.</summary>
    public static string Machine(this ServerCallContext context) =>
        context.GetHttpContext().Connection.RemoteIpAddress?.ToString() ?? "";
}
