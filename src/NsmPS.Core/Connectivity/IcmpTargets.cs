using System.Text.Json.Nodes;
using NsmPS.Manifests;

namespace NsmPS.Connectivity;

/// <summary>The pods a connectivity test is about.</summary>
public sealed class IcmpTargets
{
    internal IcmpTargets(SampleApp sample, IReadOnlyList<JsonObject> clients, IReadOnlyList<JsonObject> endpoints, int terminating)
    {
        Sample = sample.File;
        Peer = sample.Generation.Peer;
        Clients = clients;
        Endpoints = endpoints;
        Terminating = terminating;
    }

    /// <summary>Clients that will be tested.</summary>
    public int Count => Clients.Count;

    /// <summary>Clients that are being terminated and are left out.</summary>
    public int Terminating { get; }

    internal SampleFile Sample { get; }

    internal PeerRule Peer { get; }

    internal IReadOnlyList<JsonObject> Clients { get; }

    internal IReadOnlyList<JsonObject> Endpoints { get; }
}
