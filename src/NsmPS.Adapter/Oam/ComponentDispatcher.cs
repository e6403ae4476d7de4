using NsmPS.Adapter.Operations;

namespace NsmPS.Adapter.Oam;

/// <summary>Starts an operation for each component of a design that is of this mesh.</summary>
internal sealed class ComponentDispatcher(OperationEngine engine)
{
    /// <summary>Starts them, the mesh before what needs it when applying and after it when removing.</summary>
    /// <returns>One line for each component: what was started, or why not.</returns>
    public async Task<string> StartAsync(IReadOnlyList<string> components, OperationDirection direction,
        IReadOnlyList<ClusterSource> clusters, string caller)
    {
        var lines = new List<string>();
        var requests = new List<OperationRequest>();
        for (var i = 0; i < components.Count; i++)
        {
            try
            {
                requests.Add(ToRequest(DesignComponent.Read(components[i]), direction, clusters) with { Caller = caller });
            }
            catch (NsmException exception)
            {
                lines.Add($"component {i + 1}: {exception.Message}");
            }
        }

        var meshFirst = requests.OrderBy(request =>
            request.Operation.Kind == OperationKind.Mesh == (direction == OperationDirection.Apply) ? 0 : 1);
        foreach (var request in meshFirst)
        {
            lines.Add($"{request.Operation.Words.Subject}: {await StartAsync(request)}");
        }

        return string.Join('\n', lines);
    }

    private async Task<string> StartAsync(OperationRequest request)
    {
        try
        {
            await engine.StartAsync(request);
            return $"{request.Operation.Words.Doing(request.Direction)} as operation {request.OperationId}";
        }
        catch (NsmException exception) when (exception.Error == NsmErrors.OperationQueueFull)
        {
            return exception.Message;
        }
    }

    private static OperationRequest ToRequest(DesignComponent component, OperationDirection direction,
        IReadOnlyList<ClusterSource> clusters)
    {
        var request = new OperationRequest
        {
            Operation = KnownOperations.Mesh,
            Direction = direction,
            OperationId = RequestRules.NewOperationId(),
            Namespace = RequestRules.Namespace(component.Namespace),
            Clusters = clusters,
        };
        if (component.Kind == MeshComponents.Mesh)
        {
            var version = component.Settings["version"]?.ToString() is { Length: > 0 } chosen ? chosen : component.Version;
            return request with { Version = RequestRules.Version(version) };
        }

        return MeshComponents.Objects.Contains(component.Kind)
            ? request with
            {
                Operation = KnownOperations.Component(component.Kind, component.Name),
                Body = component.ToObject(NamespaceRules.OfManifest(component.Namespace)).ToJsonString(),
            }
            : throw new NsmException(
                NsmErrors.ComponentUnknown,
                $"'{RequestRules.Shown(component.Kind)}' is not of the model {AdapterIdentity.ModelName}, which has {MeshComponents.Mesh}, "
                    + $"{string.Join(" and ", MeshComponents.Objects)}.");
    }
}
