using NsmPS.Adapter.Client.Tests.Fakes;
using NsmPS.Meshes;
using NsmPS.Module.Tests.Engine;
using NsmPS.Module.Tests.Fakes;

namespace NsmPS.Module.Tests.Adapter;

/// <summary>The commands that talk to an adapter, over real HTTP/2.</summary>
public sealed class AdapterCommandTests : IAsyncLifetime
{
    private const string Installed = "NSM service mesh installed successfully";

    private readonly ModuleEngine _engine = ModuleEngine.Start();
    private readonly KubeconfigFile _kubeconfig = KubeconfigFile.For(("east", new Uri("https://10.0.0.1:6443")),
        ("west", new Uri("https://10.0.0.2:6443")));
    private AdapterServer? _adapter;

    private AdapterServer Adapter => _adapter!;

    public async ValueTask InitializeAsync() => _adapter = await AdapterServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _engine.Dispose();
        _kubeconfig.Dispose();
        await Adapter.DisposeAsync();
    }

    [Fact]
    public void Get_Address_SaysWhoItIs()
    {
        var result = Run("Get-NsmAdapter $address | ForEach-Object { \"$($_.Name) $($_.Version) $($_.State) $($_.Address)\" }")
            .ThrowIfFailed();

        Assert.Equal([$"NETWORK_SERVICE_MESH v1.2.3 Serving {Adapter.Url.Authority}"], result.Text);
    }

    [Fact]
    public void Get_OneOfSeveralDoesNotAnswer_IsAnErrorOfItsOwn()
    {
        var result = Run("Get-NsmAdapter 127.0.0.1:1, $address");

        Assert.Null(result.Ending);
        Assert.Equal("AdapterUnreachable,NsmPS.Commands.GetNsmAdapterCommand", Assert.Single(result.Errors).FullyQualifiedErrorId);
        Assert.Single(result.Output);
    }

    [Fact]
    public void GetOperation_Pattern_Selects()
    {
        Assert.Equal(["network_service_mesh", "custom"], Run("(Get-NsmAdapterOperation -Address $address).Key").ThrowIfFailed().Text);
        Assert.Equal(["network_service_mesh"],
            Run("Get-NsmAdapter $address | Get-NsmAdapterOperation net* | ForEach-Object Key").ThrowIfFailed().Text);

        var unknown = Run("Get-NsmAdapterOperation nothing -Address $address");
        Assert.Equal("AdapterOperationUnknown,NsmPS.Commands.GetNsmAdapterOperationCommand",
            Assert.Single(unknown.Errors).FullyQualifiedErrorId);
    }

    [Fact]
    public void Test_Adapter_WritesRowsOrOneBoolean()
    {
        Assert.Equal(10, Run("Test-NsmAdapter $address").ThrowIfFailed().Output.Count);
        Assert.Equal(true, Assert.Single(Run("Test-NsmAdapter $address -Quiet").ThrowIfFailed().Output).BaseObject);

        Adapter.Mesh.ComponentName = "nsm";

        Assert.Equal(false, Assert.Single(Run("Test-NsmAdapter $address -Quiet").ThrowIfFailed().Output).BaseObject);
        Assert.Equal(["ComponentInfo"],
            Run("Test-NsmAdapter $address | ForEach-Object { if ($_.Outcome -eq 'Failed') { $_.Step } }").ThrowIfFailed().Text);
    }

    [Fact]
    public void Invoke_Contexts_SendsAKubeconfigForEachAndNothingElse()
    {
        var result = Run("Invoke-NsmAdapterOperation network_service_mesh -Address $address -Kubeconfig $kubeconfig -Context east, west "
            + "-Version v0.2.1 -Namespace n -PassThru -Verbose").ThrowIfFailed();

        var request = Assert.Single(Adapter.Mesh.Requests);
        Assert.Equal(("network_service_mesh", "v0.2.1", "n", false, ""),
            (request.OpName, request.Version, request.Namespace, request.DeleteOp, request.CustomBody));
        Assert.Equal(2, request.KubeConfigs.Count);
        Assert.Contains("https://10.0.0.2:6443", request.KubeConfigs[1], StringComparison.Ordinal);
        Assert.DoesNotContain("https://10.0.0.1:6443", request.KubeConfigs[1], StringComparison.Ordinal);
        Assert.Equal($"{request.OperationId} Accepted east west", Line(result, "\"$($_.OperationId) $($_.State) $($_.Contexts)\""));
        Assert.DoesNotContain(result.Verbose, text => text.Contains("secret", StringComparison.Ordinal));
    }

    [Fact]
    public void Invoke_Manifest_IsSentFromTextOrFile()
    {
        var file = Path.Combine(_kubeconfig.Folder, "manifest.yaml");
        File.WriteAllText(file, "kind: Pod");

        Run("Invoke-NsmAdapterOperation custom -CustomBody 'kind: Service' -Address $address -Kubeconfig $kubeconfig").ThrowIfFailed();
        Run("Invoke-NsmAdapterOperation custom -Path $kubeconfig/../manifest.yaml -Address $address -Kubeconfig $kubeconfig")
            .ThrowIfFailed();

        Assert.Equal(["kind: Service", "kind: Pod"], Adapter.Mesh.Requests.Select(request => request.CustomBody));
    }

    [Fact]
    public void Invoke_UnknownOperation_IsRefusedBeforeItIsSent()
    {
        var result = Run("Invoke-NsmAdapterOperation network_service -Address $address -Kubeconfig $kubeconfig");

        Assert.Equal("AdapterOperationUnknown,NsmPS.Commands.InvokeNsmAdapterOperationCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Empty(Adapter.Mesh.Requests);
    }

    [Fact]
    public void Invoke_WhatIf_SendsNothing()
    {
        Run("Invoke-NsmAdapterOperation custom -Delete -WhatIf -Address $address -Kubeconfig $kubeconfig").ThrowIfFailed();

        Assert.Empty(Adapter.Mesh.Requests);
    }

    [Theory]
    [InlineData("", 0, 1)]
    [InlineData("-Delete", 1, 1)]
    [InlineData("-Delete -Confirm:$false", 0, 1)]
    [InlineData("-Confirm", 1, 1)]
    public void Invoke_Delete_AsksUnlessToldNotTo(string parameters, int questions, int sent)
    {
        _engine.Answering(Enumerable.Repeat(0, questions).ToArray());

        var result = Run($"Invoke-NsmAdapterOperation custom {parameters} -Address $address -Kubeconfig $kubeconfig").ThrowIfFailed();

        Assert.Equal(questions, result.Questions.Count);
        Assert.Equal(sent, Adapter.Mesh.Requests.Count);
    }

    [Fact]
    public void Invoke_WaitOnTwoClusters_EndsWithBothAndShowsWhatCame()
    {
        Adapter.Mesh.Applied = (request, mesh) =>
        {
            mesh.Tell(new EventsResponse
            {
                OperationId = request.OperationId,
                Summary = "Namespace is not nsm-system",
                EventType = EventType.Warn
            });
            mesh.Tell(new EventsResponse { OperationId = request.OperationId, Summary = Installed, Details = "on east" });
            mesh.Tell(new EventsResponse { OperationId = request.OperationId, Summary = Installed, Details = "on west" });
        };

        var result = Run("Invoke-NsmAdapterOperation network_service_mesh -Wait -PassThru -Address $address -Kubeconfig $kubeconfig "
            + "-Context east, west").ThrowIfFailed();

        Assert.Equal("Succeeded 2 3", Line(result, "\"$($_.State) $($_.Ends.Count) $($_.Events.Count)\""));
        Assert.Equal(["Namespace is not nsm-system"], result.Warnings);
        Assert.Equal("Completed", result.Progress[^1].RecordType.ToString());
    }

    [Fact]
    public void Invoke_WaitAndError_IsTheCommandsError()
    {
        Adapter.Mesh.Applied = (request, mesh) => mesh.Tell(new EventsResponse
        {
            OperationId = request.OperationId,
            EventType = EventType.Error,
            Summary = "Error while installing",
            Details = "no node is ready",
            SuggestedRemediation = "Add a node.",
        });

        var result = Run("Invoke-NsmAdapterOperation network_service_mesh -Wait -Address $address -Kubeconfig $kubeconfig");

        Assert.Equal("AdapterOperationFailed,NsmPS.Commands.InvokeNsmAdapterOperationCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Equal("Error while installing: no node is ready", result.Ending?.ErrorDetails.Message);
        Assert.Equal("Add a node.", result.Ending?.ErrorDetails.RecommendedAction);
    }

    [Fact]
    public void Invoke_WaitAndNoEnd_IsATimeout()
    {
        Adapter.Mesh.Applied = (request, mesh) =>
            mesh.Tell(new EventsResponse { OperationId = request.OperationId, Summary = "Waiting for nsmgr" });

        var result = Run("Invoke-NsmAdapterOperation network_service_mesh -Wait -Timeout 2 -Address $address -Kubeconfig $kubeconfig");

        Assert.Equal("WaitTimedOut,NsmPS.Commands.InvokeNsmAdapterOperationCommand", result.Ending?.FullyQualifiedErrorId);
        Assert.Contains("Waiting for nsmgr", result.Ending?.ErrorDetails.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watch_First_EndsByItselfAndFiltersByOperation()
    {
        using var shell = _engine.NewShell("Watch-NsmAdapterEvent $args[0] -OperationId ours -First 2 | ForEach-Object Summary",
            Adapter.Url.Authority);
        var running = shell.BeginInvoke();
        await Poll.UntilAsync(() => Adapter.Mesh.Listeners == 1);

        foreach (var (id, summary) in new[] { ("ours", "one"), ("theirs", "two"), ("ours", "three"), ("ours", "four") })
        {
            Adapter.Mesh.Tell(new EventsResponse { OperationId = id, Summary = summary });
        }

        Assert.Equal(["one", "three"], shell.EndInvoke(running).Select(item => $"{item}"));
    }

    [Fact]
    public async Task Watch_NobodyThere_IsAnError()
    {
        await Adapter.DisposeAsync();

        Assert.Equal("AdapterUnreachable,NsmPS.Commands.WatchNsmAdapterEventCommand",
            _engine.Run("Watch-NsmAdapterEvent 127.0.0.1:1").Ending?.FullyQualifiedErrorId);
    }

    [Theory]
    [InlineData("Invoke-NsmAdapterOperation -Address {0} -Operation net", "network_service_mesh")]
    [InlineData("Invoke-NsmAdapterOperation -Address 127.0.0.1:1 -Operation emo", "emojivoto")]
    [InlineData("Get-NsmAdapterOperation -Address 'not an address' b", "bookinfo")]
    public void Complete_Operation_IsTheAdaptersOrKnown(string line, string expected)
    {
        var text = string.Format(System.Globalization.CultureInfo.InvariantCulture, line, Adapter.Url.Authority);
        using var shell = System.Management.Automation.PowerShell.Create(_engine.Runspace);

        // A busy machine may need longer than a key press is held up; then the known ones are offered.
        var offered = System.Management.Automation.CommandCompletion.CompleteInput(text, text.Length, options: null,
            shell).CompletionMatches;

        Assert.Equal([expected], offered.Select(match => match.CompletionText));
    }

    private EngineResult Run(string command) =>
        _engine.Run($"$address = $args[0]; $kubeconfig = $args[1]; {command}", Adapter.Url.Authority, _kubeconfig.FullName);

    private string Line(EngineResult result, string expression) =>
        Assert.Single(_engine.Run($"$args[0] | ForEach-Object {{ {expression} }}", Assert.Single(result.Output)).ThrowIfFailed().Text);
}
