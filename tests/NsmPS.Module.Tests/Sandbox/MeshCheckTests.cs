using System.Diagnostics;

namespace NsmPS.Module.Tests.Sandbox;

/// <summary>Checks and repairs on a sandbox: what a fault leaves behind is named, mended, and gone.</summary>
public sealed class MeshCheckTests : IClassFixture<SandboxWorld>, IDisposable
{
    private const string Failed = "Test-NsmMesh | Where-Object Outcome -in Failed, Warning | ForEach-Object Id";
    private const string Dead = "WiresAlive";
    private const string Left = "LeftoverLinks";

    private readonly SandboxWorld _world;
    private readonly SandboxApi _api;

    public MeshCheckTests(SandboxWorld world)
    {
        _world = world;
        _api = world.Api();
        world.Sample();
    }

    public void Dispose() => _api.Dispose();

    [Fact]
    public void Test_SoundMesh_PassesInRowsAndQuietly()
    {
        Assert.All(_world.Column("Test-NsmMesh", "Outcome"), outcome => Assert.Equal("Passed", outcome));
        Assert.Equal(["True"], Texts("Test-NsmMesh -Quiet"));
        Assert.Equal(["Nodes"], _world.Column("Test-NsmMesh Nodes", "Category").Distinct());
        Assert.Empty(_world.Good("Get-NsmResidue"));
        Assert.Equal(["nothing to do"], _world.Column("Repair-NsmMesh -WhatIf -PassThru", "Summary"));
    }

    [Theory]
    [InlineData("nsm-kernel-plane")]
    [InlineData("nsmgr-daemonset")]
    public async Task Repair_AfterARestartUnderTheWires_BringsThemBack(string app)
    {
        await RestartAsync(app);
        Assert.Equal(["False"], Texts("Test-NsmMesh -Quiet"));

        Assert.Equal(["Ready"], _world.Column("Repair-NsmMesh", "State"));

        Assert.Empty(Texts(Failed));
        Assert.Equal(["Ok", "Ok", "Ok", "Ok"], _world.Column("Test-NsmIcmpConnectivity -Count 1", "Verdict"));
    }

    [Fact]
    public async Task Repair_PlanOfEarlier_IsRefusedWhenTheClusterHasMovedOn()
    {
        await RestartAsync("nsm-kernel-plane");

        var error = _world.Bad("$plan = Repair-NsmMesh -WhatIf -PassThru; $null = Repair-NsmMesh; Repair-NsmMesh -Plan $plan");

        Assert.StartsWith("PlanOutdated,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Residue_MeshWhoseNamespaceWasDeleted_IsListedFreedAndRemoved()
    {
        const string Webhook = "/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/nsm-admission-webhook-cfg";
        await _api.PatchAsync(Webhook, """[ { "op": "replace", "path": "/webhooks/0/failurePolicy", "value": "Fail" } ]""");
        await _api.DeleteAndWaitAsync("/api/v1/namespaces/nsm-system");
        Assert.Contains("PodsCanBeCreated", Texts(Failed));
        Assert.Equal(["nsm-admission-webhook-cfg"], _world.Column("Get-NsmResidue | Where-Object Blocks", "Name"));

        _world.Good("Repair-NsmMesh -UnblockAdmission");
        Assert.DoesNotContain("PodsCanBeCreated", Texts(Failed));
        var removed = _world.Good("Get-NsmResidue | Remove-NsmResidue -PassThru");

        Assert.Single(removed);
        Assert.All(_world.Column("Get-NsmResidue", "Kind"), kind => Assert.Equal("Node", kind));
    }

    [Fact]
    public void Prerequisite_Sandbox_IsFitForAnInstallation()
    {
        Assert.All(_world.Column("Test-NsmPrerequisite v0.2.1", "Outcome"), outcome => Assert.Equal("Passed", outcome));
        Assert.Equal(["True"], Texts("Test-NsmPrerequisite v0.2.1 -Quiet"));
        Assert.Equal(["ExistingMesh"], _world.Column("Test-NsmPrerequisite v0.2.1 -Namespace elsewhere | Where-Object Outcome -eq Failed", "Id"));
    }

    [Theory]
    [InlineData("Test-NsmMesh -Namespace Not_A_Name", "NamespaceInvalid")]
    [InlineData("Test-NsmMesh -Namespace elsewhere", "MeshNotInstalled")]
    [InlineData("Test-NsmMesh -Timeout never", "TimeoutInvalid")]
    [InlineData("Repair-NsmMesh -Namespace elsewhere", "MeshNotInstalled")]
    [InlineData("Test-NsmPrerequisite v9", "ReleaseUnknown")]
    [InlineData("Test-NsmPrerequisite v0.2.1 -ForwardingPlane none", "OptionInvalid")]
    public void BadInput_IsNamedWithARemedy(string script, string id)
    {
        var error = _world.Bad(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    /// <summary>Restarts a part of the mesh, and waits until the wires have fallen over it.</summary>
    private async Task RestartAsync(string app)
    {
        await _api.DeletePodsAsync("nsm-system", $"app={app}");
        _world.Good("$null = Wait-NsmMesh");
        Assert.Equal([Left, Dead], Settled(() => Texts(Failed).Distinct().ToList(), failed => failed.SequenceEqual([Left, Dead])));
    }

    private IReadOnlyList<string> Texts(string script) => [.. _world.Good(script).Select(item => item.BaseObject.ToString()!)];

    private static T Settled<T>(Func<T> ask, Func<T, bool> settled)
    {
        var clock = Stopwatch.StartNew();
        T answer;
        do
        {
            answer = ask();
        }
        while (!settled(answer) && clock.Elapsed < TimeSpan.FromSeconds(15));
        return answer;
    }
}
