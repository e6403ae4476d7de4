using System.Text.Json.Nodes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Proof;

/// <summary>The pods a connectivity test is about.</summary>
public sealed class IcmpTargets
{
    internal IcmpTargets(SampleApp sample, IReadOnlyList<JsonObject> clients, IReadOnlyList<AnsweringPod> endpoints, int terminating)
    {
        Sample = sample;
        Clients = clients;
        Endpoints = endpoints;
        Terminating = terminating;
    }

    /// <summary>Clients that will be tested.</summary>
    public int Count => Clients.Count;

    /// <summary>Clients that are being terminated and are left out.</summary>
    public int Terminating { get; }

    internal SampleApp Sample { get; }

    internal IReadOnlyList<JsonObject> Clients { get; }

    /// <summary>The pods that may answer: every sample of the same network service may have laid the wire's other end.</summary>
    internal IReadOnlyList<AnsweringPod> Endpoints { get; }
}
