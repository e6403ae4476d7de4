extern alias client;

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using client::NsmPS.Meshes;
using NsmPS.Adapter.Tests.World;
using NsmPS.Core.Tests;
using NsmPS.Kubernetes;
using NsmPS.Nsm.Catalogue;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>The published program in what a container of manifests/adapter is made of: user 1654 without rights, everything read-only but
/// /tmp, and the memory of its limit.</summary>
public sealed class ContainerTests : IDisposable
{
    private const int Listeners = 5;
    private const int LargeRequests = 20;
    private static readonly long s_limit = LimitOfManifest();

    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, $"image-{Guid.NewGuid():N}");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    [Fact]
    public async Task OrdinaryDay_ReadOnlyRootWithoutRightsAndWithTheMemoryOfTheManifest_IsDone()
    {
        using var files = new TemporaryFolder();
        await using var cluster = await SandboxProcess.StartAsync(Metadata("Sandbox"), files.Path);
        await ServeAsync(async adapter =>
        {
            Assert.Equal("1654", Status(adapter, "Uid"));
            Assert.Equal("0000000000000000", Status(adapter, "CapEff"));
            Assert.Equal(["/tmp"], Mounts(adapter).Where(mount => mount.Options.StartsWith("rw", StringComparison.Ordinal))
                .Select(mount => mount.Target));

            await SpendDayAsync(adapter, cluster.Kubeconfig);

            Assert.True(File.Exists($"/proc/{adapter.Id}/root/tmp/nsm-adapter/operations"));
        });
    }

    [Theory]
    [InlineData(EndlessServer.Smallest)]
    [InlineData(EndlessServer.Ordinary)]
    public async Task ListsWithoutEnd_WithTheMemoryOfTheManifest_AreRefusedAndTheAdapterGoesOn(string part)
    {
        await using var server = await EndlessServer.StartAsync(part);
        await ServeAsync(server.AttackAsync);
    }

    /// <summary>Runs the published program as its container would, and sees that it keeps its limit and ends well.</summary>
    private async Task ServeAsync(Func<AdapterProcess, Task> use)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root", "Only root can lay a container out.");
        Assert.SkipUnless(await RunAsync("unshare", "--mount", "mount", "--make-rprivate", "/") == 0, "No mount namespace can be had.");
        Assert.Equal(0, await RunAsync("dotnet", "publish", Metadata("AdapterProject"), "--no-build", "-c", "Release", "-o", _folder));
        using var group = MemoryGroup.Create(s_limit);
        await using var adapter = await AdapterProcess.ServeContainedAsync(_folder, group, s_limit);

        await use(adapter);

        var most = long.Parse(Status(adapter, "VmHWM"), CultureInfo.InvariantCulture) * 1024;
        TestContext.Current.SendDiagnosticMessage($"resident at most {most >> 20} MiB, the group {group?.Peak >> 20} MiB");
        Assert.InRange(most, 1, s_limit);
        await adapter.SignalAsync("TERM");
        Assert.Equal(0, await adapter.WaitForExitAsync());
        Assert.DoesNotContain("cannot be used", await adapter.Output, StringComparison.Ordinal);
    }

    private static async Task SpendDayAsync(AdapterProcess adapter, string kubeconfig)
    {
        var listeners = new List<EventListener>();
        for (var i = 0; i < Listeners; i++)
        {
            listeners.Add(await EventListener.StartAsync(adapter.NewClient()));
        }

        var large = kubeconfig + "extensions:\n" + string.Concat(Enumerable.Range(0, 3500).Select(number =>
            $"- name: extension-{number}\n  extension: {{text: {new string('x', 110)}}}\n"));
        const string Sample = "nsm-icmp-responder-sample-app";
        await DoAsync("network_service_mesh", removes: false, kubeconfig);
        await DoAsync(Sample, removes: false, kubeconfig);
        for (var i = 0; i < LargeRequests; i++)
        {
            await DoAsync("custom", removes: i % 2 == 1, large);
        }

        await DoAsync(Sample, removes: true, kubeconfig);
        await DoAsync("network_service_mesh", removes: true, kubeconfig);
        listeners.ForEach(listener => listener.Dispose());

        async Task DoAsync(string key, bool removes, string config)
        {
            var request = new ApplyRuleRequest
            {
                OpName = key,
                DeleteOp = removes,
                Namespace = "default",
                OperationId = Guid.NewGuid().ToString(),
                KubeConfigs = { config },
                CustomBody = "{apiVersion: v1, kind: ConfigMap, metadata: {name: one}}",
            };
            await adapter.NewClient().ApplyOperationAsync(request, cancellationToken: Token);
            foreach (var listener in listeners)
            {
                var end = await listener.EndAsync(request.OperationId);
                Assert.True(end.EventType == EventType.Info, $"{end.Summary} {end.Details}");
            }
        }
    }

    private static long LimitOfManifest()
    {
        var objects = CatalogReader.ReadManifest(Path.Combine(Repository.ManifestFolder, "adapter"), "meshery-nsm.yaml");
        var pod = objects.Single(item => item.Kind() == "Deployment").At("spec", "template", "spec");
        var text = pod.Items("containers").Single().Text("resources", "limits", "memory")!;
        return long.Parse(text.Replace("Mi", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) << 20;
    }

    private static string Status(AdapterProcess adapter, string name) => File.ReadLines($"/proc/{adapter.Id}/status")
        .Single(line => line.StartsWith(name + ":", StringComparison.Ordinal))
        .Split([':', ' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1];

    // What holds no files of the machine is the system's own.
    private static IEnumerable<(string Options, string Target)> Mounts(AdapterProcess adapter) =>
        File.ReadLines($"/proc/{adapter.Id}/mounts").Select(line => line.Split(' '))
            .Where(fields => fields[2] is not ("proc" or "sysfs") && !fields[2].StartsWith("cgroup", StringComparison.Ordinal))
            .GroupBy(fields => fields[1], fields => (fields[3], fields[1])).Select(mounts => mounts.Last());

    private static async Task<int> RunAsync(string program, params string[] arguments)
    {
        using var process = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true
        })!;
        await Task.WhenAll(process.StandardOutput.ReadToEndAsync(Token), process.StandardError.ReadToEndAsync(Token));
        await process.WaitForExitAsync(Token);
        return process.ExitCode;
    }

    private static string Metadata(string key) => typeof(ContainerTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == key).Value!;
}
