using NsmPS.Kubernetes;

namespace NsmPS.Nsm.Names;

/// <summary>The custom resources of NSM v0.2. NSM writes them to namespace <c>default</c>, wherever it is installed.</summary>
internal static class NsmTypes
{
    public static readonly ResourceType NetworkServices = new(NsmNames.ApiVersion, "NetworkService", "networkservices", true);

    public static readonly ResourceType Endpoints = new(NsmNames.ApiVersion, "NetworkServiceEndpoint", "networkserviceendpoints", true);

    public static readonly ResourceType Managers = new(NsmNames.ApiVersion, "NetworkServiceManager", "networkservicemanagers", true);

    public static IReadOnlyList<ResourceType> All { get; } = [NetworkServices, Endpoints, Managers];

    public static string DefinitionName(ResourceType type) => $"{type.Plural}.{NsmNames.Group}";
}
