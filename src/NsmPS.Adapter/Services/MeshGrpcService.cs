using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using NsmPS.Adapter.Hosting;
using NsmPS.Adapter.Oam;
using NsmPS.Adapter.Operations;
using NsmPS.Meshes;

namespace NsmPS.Adapter.Services;

/// <summary>Meshery's protocol. Everything but operations is answered from memory: servers ask on every page load.</summary>
internal sealed class MeshGrpcService(
    OperationEngine engine, OperationRegistry registry, DefaultKubeconfig defaults, ComponentDispatcher components, EventSender sender,
    AdapterCatalog catalog, AdapterSettings settings) : MeshService.MeshServiceBase
{
    // What a server of Meshery takes for success.
    private const string NoError = "none";

    public override Task<MeshNameResponse> MeshName(MeshNameRequest request, ServerCallContext context) =>
        Task.FromResult(new MeshNameResponse { Name = AdapterIdentity.Name });

    public override Task<MeshVersionsResponse> MeshVersions(MeshVersionsRequest request, ServerCallContext context) =>
        Task.FromResult(new MeshVersionsResponse { Version = { catalog.Versions } });

    public override Task<ComponentInfoResponse> ComponentInfo(ComponentInfoRequest request, ServerCallContext context)
    {
        var info = new ComponentInfoResponse
        {
            Type = AdapterIdentity.Type,
            Name = AdapterIdentity.Name,
            Version = AdapterIdentity.Version,
            GitSha = AdapterIdentity.Commit,
            Properties =
            {
                ["implementation"] = "NsmPS",
                ["runtime"] = System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription,
                ["model"] = AdapterIdentity.ModelName,
                ["versions"] = string.Join(",", catalog.Versions),
            },
        };
        if (settings.Dangers.Count > 0)
        {
            info.Properties["warning"] = string.Join(" ", settings.Dangers);
        }

        return Task.FromResult(info);
    }

    public override Task<SupportedOperationsResponse> SupportedOperations(SupportedOperationsRequest request, ServerCallContext context) =>
        Task.FromResult(new SupportedOperationsResponse
        {
            Ops = { registry.Offered.Select(operation =>
            new SupportedOperation { Key = operation.Key, Value = operation.Title, Category = (OpCategory)operation.Category }) },
            Error = NoError,
        });

    public override Task<CreateMeshInstanceResponse> CreateMeshInstance(CreateMeshInstanceRequest request, ServerCallContext context)
    {
        // A server calls this with each of its connections, pings included, and some of these carry no kubeconfig.
        if (!request.K8SConfig.IsEmpty)
        {
            defaults.Remember(ConnectionOf(context), RequestRules.Instance(request.K8SConfig, request.ContextName));
        }

        return Task.FromResult(new CreateMeshInstanceResponse());
    }

    public override async Task<ApplyRuleResponse> ApplyOperation(ApplyRuleRequest request, ServerCallContext context)
    {
        var id = RequestRules.OperationId(request.OperationId);
        var key = RequestRules.Key(request.OpName);
        var operation = OperationRegistry.Find(key);
        var accepted = new OperationRequest
        {
            Operation = operation ?? KnownOperations.Custom,
            Direction = request.DeleteOp ? OperationDirection.Remove : OperationDirection.Apply,
            OperationId = id,
            Namespace = RequestRules.Namespace(request.Namespace),
            Version = RequestRules.Version(request.Version),
            Body = RequestRules.Body(request.CustomBody, operation),
            Caller = context.Machine(),
            Clusters = defaults.Resolve(RequestRules.Kubeconfigs(request.KubeConfigs), ConnectionOf(context)),
        };
        if (operation is null)
        {
            return new ApplyRuleResponse { OperationId = id, Error = engine.Refuse(id, key) };
        }

        await engine.StartAsync(accepted);
        return new ApplyRuleResponse { OperationId = id };
    }

    public override async Task<ProcessOAMResponse> ProcessOAM(ProcessOAMRequest request, ServerCallContext context)
    {
        RequestRules.Components(request.OamComps);
        var clusters = defaults.Resolve(RequestRules.Kubeconfigs(request.KubeConfigs), ConnectionOf(context));
        var direction = request.DeleteOp ? OperationDirection.Remove : OperationDirection.Apply;
        return new ProcessOAMResponse { Message = await components.StartAsync(request.OamComps, direction, clusters, context.Machine()) };
    }

    // What Kestrel keeps for a connection ends with it.
    private static IDictionary<object, object?> ConnectionOf(ServerCallContext context) =>
        context.GetHttpContext().Features.GetRequiredFeature<IConnectionItemsFeature>().Items;

    public override Task StreamEvents(EventsRequest request, IServerStreamWriter<EventsResponse> responseStream,
        ServerCallContext context) =>
        sender.SendAsync(responseStream, context);
}
