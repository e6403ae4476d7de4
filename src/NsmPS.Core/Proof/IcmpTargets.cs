using System.Text.Json.Nodes;
using NsmPS.Kubernetes;
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

    /// <summary>The test of one client only.</summary>
    /// <param name="pod">The client's pod; null for all of them.</param>
    /// <exception cref="NsmException">ClientsNotFound.</exception>
    public IcmpTargets Of(string? pod)
    {
        JsonObject[] meant = [.. Clients.Where(client => pod is null || client.Name() == pod)];
        return meant.Length > 0
            ? new IcmpTargets(Sample, meant, Endpoints, pod is null ? Terminating : 0)
            : throw new NsmException(NsmErrors.ClientsNotFound, $"Sample '{Sample.Info.Name}' has no client '{pod}'.", pod);
    }

    internal SampleApp Sample { get; }

    internal IReadOnlyList<JsonObject> Clients { get; }

    /// <summary>The pods that may answer: every sample of the same network service may have laid the wire's other end.</summary>
    internal IReadOnlyList<AnsweringPod> Endpoints { get; }
}
