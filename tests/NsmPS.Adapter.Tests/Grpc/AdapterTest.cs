extern alias client;

using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;

namespace NsmPS.Adapter.Tests.Grpc;

/// <summary>A test with an adapter of its own.</summary>
public abstract class AdapterTest : IAsyncLifetime
{
    private TestAdapter? _adapter;

    internal TestAdapter Adapter => _adapter!;

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _adapter = await StartAsync();

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Adapter.DisposeAsync();
    }

    private protected virtual Task<TestAdapter> StartAsync() => TestAdapter.StartAsync();

    internal static ApplyRuleRequest Request(string key, params string[] clusters) =>
        new() { OpName = key, KubeConfigs = { clusters }, OperationId = Guid.NewGuid().ToString(), Namespace = "default" };

    internal static ApplyRuleRequest Removal(string key, params string[] clusters)
    {
        var request = Request(key, clusters);
        request.DeleteOp = true;
        return request;
    }
}
