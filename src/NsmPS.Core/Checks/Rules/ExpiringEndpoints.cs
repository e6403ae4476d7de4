using System.Net;
using System.Text.Json.Nodes;
using NsmPS.Checks.Facts;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Generations;

namespace NsmPS.Checks.Rules;

/// <summary>What is wrong with the registrations of NSM v1: each names its pod, counts
/// for a minute, and is refreshed while its pod lives.</summary>
internal static class ExpiringEndpoints
{
    /// <summary>Registrations, also those of forwarders, that lead nowhere.</summary>
    public static IEnumerable<StaleEndpoint> Stale(CheckFacts facts)
    {
        string?[] managers = [.. facts.PodsOf(facts.ManagerSet).Select(pod => pod.Text("status", "podIP"))];
        foreach (var item in facts.Of(facts.Generation.Endpoints).Where(item => !item.IsTerminating()))
        {
            var url = item.Text("spec", "url") ?? "";
            if (RegistrationRules.HasExpired(item, facts.Now))
            {
                yield return new StaleEndpoint(item, "its time is over", Lost: true);
            }
            else if (IsOfNoPod(item, facts))
            {
                yield return new StaleEndpoint(item, "its pod is gone", Lost: true);
            }
            else if (!managers.Any(address => RegistrationRules.IsAt(url, address)))
            {
                // Its pod refreshes it under the right address when it next refreshes it.
                yield return new StaleEndpoint(item, $"no manager has the address {url}, through which clients must go", Lost: false);
            }
        }
    }

    /// <summary>One row for each pod that offers a service which is not registered for it.</summary>
    public static IEnumerable<Finding> Registered(CheckFacts facts)
    {
        var registered = facts.Of(facts.Generation.Endpoints);
        foreach (var pod in facts.EndpointPods.Where(pod => pod.HasCondition("Ready")))
        {
            foreach (var service in PodParts.OfferedServices(pod)
                .Where(service =>
                    !registered.Any(item => RegistrationRules.Counts(item, service, facts.Now) && RegistrationRules.IsOf(item, pod))))
            {
                yield return Finding.Fail(pod.Key().ToString(),
                    $"The endpoint runs and is not registered for {service}, so it gets no clients.",
                    "See its log, the SPIRE agent of its node and the registry; when these are right, deleting the pod is quickest.",
                    $"registrations: {registered.Count}");
            }
        }
    }

    /// <summary>Services whose endpoints have fewer pairs of addresses than clients ask
    /// for: a prefix of two addresses serves one.</summary>
    public static IEnumerable<Finding> Crowded(CheckFacts facts)
    {
        foreach (var service in facts.ClientPods.SelectMany(PodParts.WantedServices).GroupBy(service => service))
        {
            JsonObject[] pods = [.. facts.EndpointPods.Where(pod => PodParts.OfferedServices(pod).Contains(service.Key))];
            if (pods.Length > 0 && pods.All(pod => PodParts.Prefixes(pod).Any()) && pods.Sum(Room) is var room && room < service.Count())
            {
                yield return Finding.Fail($"NetworkService/{service.Key}",
                    $"{service.Count()} clients ask for the service, and its endpoints have addresses for {room}.",
                    $"Give the endpoints a larger prefix ({facts.Generation.PrefixVariable}); a /31 serves one client.",
                    string.Join(", ", pods.Select(pod => $"{pod.Name()} {string.Join(",", PodParts.Prefixes(pod))}")));
            }
        }
    }

    /// <summary>For how many wires an endpoint has addresses: the smallest of its groups counts.</summary>
    private static double Room(JsonObject pod) => PodParts.PrefixGroups(pod).Min(group => group.Sum(prefix =>
        IPNetwork.TryParse(prefix, out var network)
            ? Math.Floor(Math.Pow(2, (network.BaseAddress.GetAddressBytes().Length * 8) - network.PrefixLength)
                / Generation.V1.AddressesOfAWire)
            : 0));

    /// <summary>When it names no pod in a known form, the pod stays unknown.</summary>
    private static bool IsOfNoPod(JsonObject item, CheckFacts facts) => RegistrationRules.PodOf(item) is not null
        && RegistrationRules.FindPod(item, facts.Of(KnownTypes.Pods)) is null;
}
