namespace NsmPS.Module.Tests.Sandbox;

/// <summary>The life of a mesh after its installation, with a sample whose pings go on.</summary>
public sealed class UpdateTests(SandboxWorld world) : IClassFixture<SandboxWorld>, IDisposable
{
    private const string History = "Get-NsmMeshHistory | ForEach-Object { [pscustomobject]@{ Line = \"$($_.Revision) $($_.Operation) $($_.RestoredFrom) $($_.Version) $($_.ImageTag) $($_.State) $($_.Current)\" } }";
    private const string PodsOfMesh = "/api/v1/namespaces/nsm-system/pods";

    /// <summary>Pings all clients in another runspace while a script runs, and says at the end how many pings were lost.</summary>
    private const string WhilePinging =
        """
        $shared = [hashtable]::Synchronized(@{ Done = $false; Sent = 0; Lost = 0; Rounds = 0 })
        $other = [runspacefactory]::CreateRunspace($Host, [initialsessionstate]::CreateDefault2()); $other.Open()
        $pings = [powershell]::Create(); $pings.Runspace = $other
        $null = $pings.AddScript({
            param($module, $kubeconfig, $shared)
            Import-Module $module
            do {
                foreach ($row in Test-NsmIcmpConnectivity -Kubeconfig $kubeconfig -Count 5 -Interval 0.02 -Timeout 5) { $shared.Sent += $row.Sent; $shared.Lost += $row.Sent - $row.Received }
                $shared.Rounds++
            } until ($shared.Done)
        }).AddArgument((Get-Module NsmPS).Path).AddArgument((Get-NsmSandbox $args[0]).Kubeconfig).AddArgument($shared)
        $running = $pings.BeginInvoke()
        while ($shared.Rounds -eq 0 -and -not $running.IsCompleted) { [Threading.Thread]::Sleep(20) }
        $failure = $null
        try { SCRIPT } catch { $failure = $_ } finally { $shared.Done = $true; $null = $pings.EndInvoke($running) }
        if ($pings.HadErrors) { throw $pings.Streams.Error[0] }
        $other.Dispose()
        [pscustomobject]@{ Error = "$($failure.FullyQualifiedErrorId)".Split(',')[0]; Message = "$failure"; Pings = "$($shared.Lost) of $($shared.Sent) lost"; Several = $shared.Sent -ge 40 }
        """;

    public void Dispose() => world.NoMesh();

    [Fact]
    public async Task UpdateAndRestore_ReleaseWithTheSameImages_LoseNoPing()
    {
        Install();
        using var api = world.Api();
        var pods = await PodsAsync(api);

        var run = Run("$null = Update-NsmMesh v0.2.1; $null = Restore-NsmMesh");

        Assert.Equal("", run.Message);
        Assert.StartsWith("0 of ", run.Pings, StringComparison.Ordinal);
        Assert.Equal(
            ["3 Restore 1 v0.2.0 v0.2.0 Complete True", "2 Update  v0.2.1 v0.2.0 Complete False", "1 Install  v0.2.0 v0.2.0 Complete False"], world.Column(History, "Line"));
        Assert.Equal(pods, await PodsAsync(api));
    }

    [Fact]
    public async Task Update_ImagesThatCannotBePulled_ChangesNothingAndLosesNoPing()
    {
        Install();
        using var api = world.Api();
        var pods = await PodsAsync(api);

        var run = Run("$null = Update-NsmMesh v0.2.1 -ImageTag v0.2.0-missing -RollbackOnFailure -Timeout 3");

        Assert.Equal("ImagesNotPulled", run.Error);
        Assert.Contains("Nothing was changed; revision 1 goes on running", run.Message, StringComparison.Ordinal);
        Assert.Contains(":v0.2.0-missing: ", run.Message, StringComparison.Ordinal);
        Assert.StartsWith("0 of ", run.Pings, StringComparison.Ordinal);
        Assert.Equal(["1 Install  v0.2.0 v0.2.0 Complete True"], world.Column(History, "Line"));
        Assert.Equal(pods, await PodsAsync(api));
    }

    [Fact]
    public void Update_OtherImages_SaysWhichSampleLosesItsWires()
    {
        Install();
        const string Plan = "$plan = Update-NsmMesh -ImageTag v0.2.9 -WhatIf -PassThru; ";

        var remark = Assert.Single(world.Column(Plan + "[pscustomobject]@{ Text = \"$($plan.Remarks)\" }", "Text"));
        Assert.Contains("breaks the wires of sample icmp-responder", remark, StringComparison.Ordinal);
        Assert.StartsWith("OptionInvalid,", world.Bad(Plan + "Restore-NsmMesh -Plan $plan").FullyQualifiedErrorId, StringComparison.Ordinal);

        // Removed before, the sample leaves nothing behind on the nodes that would be in its way afterwards.
        Assert.Equal([""], world.Column("Remove-NsmSampleApp icmp-responder; " + Plan + "[pscustomobject]@{ Text = \"$((Update-NsmMesh -Plan $plan).Remarks)\" }", "Text"));
        Assert.Equal(["Ready"], world.Column("New-NsmSampleApp icmp-responder", "State"));
        Assert.Equal(["Ok", "Ok", "Ok", "Ok"], world.Column("Test-NsmIcmpConnectivity -Count 1", "Verdict"));
        Assert.Equal(["v0.2.9"], world.Column("Get-NsmMesh", "ImageTag"));
    }

    [Theory]
    [InlineData("Update-NsmMesh v0.2.0", "UpdateRefused")]
    [InlineData("Update-NsmMesh -Component nothing", "OptionInvalid")]
    [InlineData("Update-NsmMesh -Namespace elsewhere", "MeshNotInstalled")]
    [InlineData("Restore-NsmMesh", "RevisionNotFound")]
    [InlineData("Restore-NsmMesh 9", "RevisionNotFound")]
    [InlineData("Compare-NsmMesh -Namespace elsewhere", "MeshNotInstalled")]
    public void BadInput_IsNamedWithARemedy(string script, string id)
    {
        world.Good("Install-NsmMesh v0.2.1 -ForwardingPlane kernel -NoWait");

        var error = world.Bad(script);

        Assert.StartsWith(id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.NotEmpty(error.ErrorDetails.RecommendedAction);
    }

    private void Install() => Assert.Equal(["Ready"], world.Column("$null = Install-NsmMesh v0.2.0 -ForwardingPlane kernel; New-NsmSampleApp icmp-responder", "State"));

    private (string Error, string Message, string Pings) Run(string script)
    {
        var end = world.Good(WhilePinging.Replace("SCRIPT", script, StringComparison.Ordinal), world.Address)[^1];
        string Text(string name) => $"{end.Properties[name].Value}";
        Assert.Equal("True", Text("Several"));
        return (Text("Error"), Text("Message"), Text("Pings"));
    }

    /// <summary>The pods that are there, each by its own id.</summary>
    private static async Task<string[]> PodsAsync(SandboxApi api) =>
        [.. (await api.GetAsync(PodsOfMesh))["items"]!.AsArray().Select(pod => $"{pod!["metadata"]!["name"]} {pod["metadata"]!["uid"]}").Order(StringComparer.Ordinal)];
}
