using NsmPS.Kubernetes.Http;

namespace NsmPS.Kubernetes.Connection;

/// <summary>A server answered a request for a WebSocket with something else. It never leaves this floor.</summary>
internal sealed class UpgradeRefusedException(ApiResponse answer) : Exception
{
    public ApiResponse Answer { get; } = answer;
}
