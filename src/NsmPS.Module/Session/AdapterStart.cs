using System.Net;

namespace NsmPS.Session;

internal sealed record AdapterStart
{
    public required int Port { get; init; }

    public required IPAddress ListenAddress { get; init; }

    public string? Certificate { get; init; }

    public string? Key { get; init; }

    public string? ClientAuthority { get; init; }

    public int? HealthPort { get; init; }

    public required bool Detached { get; init; }

    public required TimeSpan Timeout { get; init; }

    /// <summary>Variables of its environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }
}
