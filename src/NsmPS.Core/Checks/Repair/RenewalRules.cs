using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Checks.Rules;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;
using NsmPS.Nsm.Injection;

namespace NsmPS.Checks.Repair;

/// <summary>How much of a sample must be recreated: what lives stays, where that is known.</summary>
internal static class RenewalRules
{
    /// <summary>The clients over whose wire nothing comes back, and those that never get one because a link is in its way. Only so many
    /// logs are read: beside one that is stuck, those that wait and whose log is not known are too.</summary>
    public static IReadOnlyList<JsonObject> BrokenClients(SampleApp sample, CheckFacts facts)
    {
        var dead = (facts.Wires ?? []).Where(wire => wire.Sample == sample && WireChecks.IsDead(wire)).Select(wire => wire.Pod.Key())
            .ToHashSet();
        var someAreStuck = Clients(sample, facts).Any(pod => ClientChecks.IsStuck(pod, facts));
        return [.. Clients(sample, facts).Where(pod => dead.Contains(pod.Key()) || ClientChecks.IsStuck(pod, facts)
            || (someAreStuck && ClientChecks.IsWaiting(pod) && facts.LogOf(pod, facts.Generation.InitContainer).Length == 0))];
    }

    /// <summary>How much of it.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="facts">What the cluster showed.</param>
    /// <param name="broken">Its broken clients.</param>
    /// <param name="restarted">Whether the repair ends every wire anyway.</param>
    /// <param name="linksLeft">Whether links are left on nodes, as after a manager or a forwarder has gone.</param>
    public static RenewalExtent Of(SampleApp sample, CheckFacts facts, IReadOnlyList<JsonObject> broken, bool restarted, bool linksLeft)
    {
        var unregistered = EndpointChecks.Unregistered(facts).SelectMany(group => group.Pods).Select(pod => pod.Key()).ToHashSet();
        return restarted || Endpoints(sample, facts).Any(pod => unregistered.Contains(pod.Key()))
                || (linksLeft && broken.Count > 0 && !AllEndpointsServe(sample, facts)) ? RenewalExtent.Everything
            : IsNotInjected(sample, facts) || (broken.Count > 0 && broken.Count == Clients(sample, facts).Count()) ? RenewalExtent.Clients
            : broken.Count > 0 ? RenewalExtent.BrokenClients
            : RenewalExtent.Nothing;
    }

    /// <summary>An endpoint with a wire over which something comes back works; of one without, nothing is known.</summary>
    private static bool AllEndpointsServe(SampleApp sample, CheckFacts facts)
    {
        var serving = (facts.Wires ?? [])
            .Where(wire => wire.Sample == sample && wire.Result.Verdict is NsmVerdict.Ok or NsmVerdict.PartialLoss)
            .Select(wire => wire.Result.Endpoint).ToHashSet(StringComparer.Ordinal);
        return Endpoints(sample, facts).All(pod => serving.Contains(pod.Name()));
    }

    private static IEnumerable<JsonObject> Clients(SampleApp sample, CheckFacts facts) =>
        facts.PodsOf(facts.DeploymentOf(sample, sample.File.Client.Deployment));

    private static IEnumerable<JsonObject> Endpoints(SampleApp sample, CheckFacts facts) =>
        facts.PodsOf(facts.DeploymentOf(sample, sample.File.Endpoint.Deployment));

    private static bool IsNotInjected(SampleApp sample, CheckFacts facts) =>
        facts.DeploymentOf(sample, sample.File.Client.Deployment) is { } client && InjectionRules.IsWanted(client)
            && !InjectionRules.IsDone(client);
}
