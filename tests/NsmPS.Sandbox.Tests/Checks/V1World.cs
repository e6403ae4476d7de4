extern alias core;

using core::NsmPS.Checks;
using core::NsmPS.Checks.Facts;
using core::NsmPS.Kubernetes;
using core::NsmPS.Mesh;
using core::NsmPS.Nsm.Catalogue;
using core::NsmPS.Operations;
using core::NsmPS.Samples;
using NsmPS.Sandbox.Tests.Workloads;
using static NsmPS.Sandbox.Tests.Completion;

namespace NsmPS.Sandbox.Tests.Checks;

/// <summary>A sandbox with NSM v1.18.0, SPIRE and the sample, and what the checks saw of it when it was sound.</summary>
public sealed class V1World : IAsyncLifetime
{
    private static readonly RunOptions s_run = new() { Timeout = TimeSpan.FromMinutes(3) };

    internal Harness Sandbox { get; private set; } = null!;

    internal ClusterClient Client { get; private set; } = null!;

    internal MeshCluster Cluster => new(Client, Catalog);

    internal Catalog Catalog { get; } = Catalog.Load(Yaml.Root);

    /// <summary>Everything that checks ask for, read once.</summary>
    internal CheckFacts Facts { get; private set; } = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        Sandbox = await Harness.StartAsync();
        Client = await Sandbox.ConnectAsync();
        await InstallAsync();
        await CreateSampleAsync();
        var (types, probes) = CheckList.Wanted(CheckList.Choose([], ping: true), ping: true);
        Facts = await new FactsReader(new(Client, Catalog)).ReadAsync(types, probes, Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Sandbox.DisposeAsync();
    }

    internal async Task InstallAsync()
    {
        await CompleteAsync((await new MeshPlanner(Cluster)
            .PlanInstallAsync(new NsmMeshOptions { Version = "v1.18.0" }, force: false, Token)).RunAsync(s_run, Token));
    }

    internal async Task CreateSampleAsync()
    {
        await CompleteAsync((await new SamplePlanner(Cluster)
            .PlanCreateAsync(new NsmSampleAppOptions { Name = "icmp-responder" }, force: false, Token)).RunAsync(s_run, Token));
    }

    internal Task<IReadOnlyList<NsmCheckResult>> TestAsync() => new MeshTester(new(Client, Catalog))
        .TestAsync(new NsmCheckOptions(), Token);
}
