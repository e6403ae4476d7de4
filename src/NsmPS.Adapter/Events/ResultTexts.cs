using System.Globalization;

namespace NsmPS.Adapter.Events;

/// <summary>The facts that a message of success states.</summary>
internal static class ResultTexts
{
    /// <summary>Facts about what an operation left behind.</summary>
    /// <param name="text">The operation's own last words.</param>
    /// <param name="result">The mesh or sample; null after a removal and for manifests.</param>
    /// <exception cref="NsmException">MeshNotReady: it is there but does not work, so it must not be called installed.</exception>
    public static string Facts(string text, object? result) => result switch
    {
        NsmMesh mesh when mesh.State != NsmState.Ready => throw NotReady($"NSM {mesh.Version}", mesh.Cluster, mesh.Message),
        NsmSampleApp app when app.State != NsmState.Ready => throw NotReady($"Sample {app.Name}", app.Cluster, app.Message),
        NsmMesh mesh => string.Create(CultureInfo.InvariantCulture,
            $"Version {mesh.Version}, images {mesh.ImageTag}, forwarding plane {mesh.ForwardingPlane}, namespace {mesh.Namespace}, cluster "
                + $"{mesh.Cluster}, {mesh.Nodes.Count} nodes: {string.Join(", ", mesh.Nodes.Select(node => node.Name))}."),
        NsmSampleApp app => string.Create(CultureInfo.InvariantCulture,
            $"{app.ClientsWired} of {app.Clients} clients have their wire, {app.EndpointsRegistered} of {app.Endpoints} endpoints are "
                + $"registered, namespace {app.Namespace}, cluster {app.Cluster}."),
        _ => text.EndsWith('.') ? text : text + ".",
    };

    /// <summary>The facts in a few words; empty after a removal and for manifests.</summary>
    public static string InShort(object? result) => result switch
    {
        NsmMesh mesh => $"version {mesh.Version}, forwarding plane {mesh.ForwardingPlane}, namespace {mesh.Namespace}",
        NsmSampleApp app => string.Create(CultureInfo.InvariantCulture,
            $"{app.ClientsWired} of {app.Clients} clients have their wire, namespace {app.Namespace}"),
        _ => "",
    };

    private static NsmException NotReady(string what, string cluster, string why) =>
        new(NsmErrors.MeshNotReady, $"{what} is on {cluster} but not ready: {why.TrimEnd('.')}.") { Cluster = cluster };
}
