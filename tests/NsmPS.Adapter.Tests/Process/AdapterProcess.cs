extern alias client;

using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Grpc.Net.Client;
using static client::NsmPS.Meshes.MeshService;

namespace NsmPS.Adapter.Tests.Process;

/// <summary>The adapter that lies in the module, as a process; killed if a test leaves it behind.</summary>
internal sealed class AdapterProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly string s_program = typeof(AdapterProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "Adapter").Value!;

    private readonly System.Diagnostics.Process _process;
    private readonly List<IDisposable> _owned = [];

    private AdapterProcess(System.Diagnostics.Process process)
    {
        _process = process;
        Output = process.StandardOutput.ReadToEndAsync();
        Errors = process.StandardError.ReadToEndAsync();
    }

    public int Id => _process.Id;

    public StreamWriter Input => _process.StandardInput;

    public Task<string> Output { get; }

    public Task<string> Errors { get; }

    public string Address { get; private set; } = "";

    /// <summary>Starts it on a free port and waits until it serves.</summary>
    public static Task<AdapterProcess> ServeAsync(string folder, params string[] arguments) => ServeAsync(folder, arguments, []);

    /// <summary>The same with changes to the environment.</summary>
    public static async Task<AdapterProcess> ServeAsync(string folder, string[] arguments, params (string Name, string Value)[] environment)
    {
        var ready = Path.Combine(folder, $"ready-{Guid.NewGuid():N}");
        var adapter = Start(["--port", "0", "--listen", "127.0.0.1", "--ready-file", ready, .. arguments], environment);
        await adapter.WaitUntilReadyAsync(ready);
        return adapter;
    }

    /// <summary>Starts a published one as <c>contained.sh</c> says, with the variables of the image.</summary>
    public static async Task<AdapterProcess> ServeContainedAsync(string folder, MemoryGroup? group, long limit)
    {
        var ready = $"/tmp/ready-{Guid.NewGuid():N}";
        var start = new ProcessStartInfo("unshare", ["--mount", "sh", Path.Combine(AppContext.BaseDirectory, "Process", "contained.sh"),
            folder, group?.Folder ?? "", "dotnet", "/mnt/NsmPS.Adapter.dll", "--port", "0", "--listen", "127.0.0.1", "--ready-file", ready])
        {
            Environment = { ["DOTNET_EnableDiagnostics"] = "0", ["Adapter__StateFile"] = "/tmp/nsm-adapter/operations" }
        };
        if (group is null)
        {
            // The share of its limit that the runtime gives the heap in a container.
            start.Environment["DOTNET_GCHeapHardLimit"] = (limit * 3 / 4).ToString("X", CultureInfo.InvariantCulture);
        }

        var adapter = Start(start);
        await adapter.WaitUntilReadyAsync($"/proc/{adapter.Id}/root{ready}");
        return adapter;
    }

    private async Task WaitUntilReadyAsync(string ready)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(s_limit);
        while (!File.Exists(ready))
        {
            Assert.False(_process.HasExited, _process.HasExited ? await Errors : "");
            await Task.Delay(20, deadline.Token);
        }

        using var line = JsonDocument.Parse(await File.ReadAllTextAsync(ready, deadline.Token));
        Assert.Equal(Id, line.RootElement.GetProperty("pid").GetInt32());
        Address = line.RootElement.GetProperty("address").GetString()!;
    }

    public static AdapterProcess Start(string[] arguments, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [s_program, .. arguments]);
        foreach (var name in start.Environment.Keys.Where(name =>
            name.StartsWith("MESHERY", StringComparison.Ordinal) || name.StartsWith("Adapter__", StringComparison.Ordinal)).ToList())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Start(start);
    }

    private static AdapterProcess Start(ProcessStartInfo start)
    {
        (start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (true, true, true);
        return new AdapterProcess(System.Diagnostics.Process.Start(start)!);
    }

    public MeshServiceClient NewClient(GrpcChannelOptions? options = null, string scheme = "http")
    {
        var channel = GrpcChannel.ForAddress($"{scheme}://{Address}", options ?? new GrpcChannelOptions());
        _owned.Add(channel);
        return new MeshServiceClient(channel);
    }

    /// <summary>True where the shell that started the tests ignores SIGINT: programs inherit that, and cannot be interrupted.</summary>
    public bool IgnoresInterrupts()
    {
        const ulong Interrupt = 1UL << (2 - 1);
        const string Ignored = "SigIgn:";
        var line = File.ReadLines($"/proc/{Id}/status").Single(text => text.StartsWith(Ignored, StringComparison.Ordinal));
        return (ulong.Parse(line.AsSpan(Ignored.Length).Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture) & Interrupt) != 0;
    }

    /// <summary>The most memory that it has had so far, in bytes.</summary>
    public long LargestMemory()
    {
        _process.Refresh();
        return _process.PeakWorkingSet64;
    }

    public async Task SignalAsync(string name)
    {
        using var kill = System.Diagnostics.Process.Start("kill", [$"-{name}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(s_limit);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        _owned.ForEach(item => item.Dispose());
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }
}
