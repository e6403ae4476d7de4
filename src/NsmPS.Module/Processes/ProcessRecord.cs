using System.Globalization;

namespace NsmPS.Processes;

/// <summary>What is remembered of a program that was started here.</summary>
internal sealed record ProcessRecord
{
    public required int ProcessId { get; init; }

    /// <summary>Which process the id meant; see <see cref="ProcessIdentity"/>.</summary>
    public required string Identity { get; init; }

    /// <summary>Where it answers, in the form its commands take.</summary>
    public required string Address { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>Whether it outlives the shell that started it.</summary>
    public required bool Detached { get; init; }

    public required string LogFile { get; init; }

    /// <summary>The file of the certificate it shows; null for plain text.</summary>
    public string? Certificate { get; init; }

    /// <summary>Whether it answers only callers that show a certificate.</summary>
    public bool WantsClientCertificate { get; init; }

    /// <summary>The kubeconfig that leads to it; null for an adapter. It is deleted with the program's record.</summary>
    public string? Kubeconfig { get; init; }

    /// <summary>The file that keeps its state; null for memory only.</summary>
    public string? StateFile { get; init; }

    /// <summary>How many times faster than the machine's clock a sandbox lives; null for an adapter.</summary>
    public int? TimeScale { get; init; }

    /// <summary>Whether that very process still runs.</summary>
    public bool IsAlive() => ProcessIdentity.Of(ProcessId) == Identity;

    /// <summary>Whether it answers on a port.</summary>
    public bool ListensOn(int port) => Address.EndsWith(string.Create(CultureInfo.InvariantCulture, $":{port}"), StringComparison.Ordinal);
}
